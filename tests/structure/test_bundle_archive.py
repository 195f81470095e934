"""The archive for Windows: what is in it, how Windows reads it, and the same bytes every time."""

import hashlib
import json
import re
import zipfile

import pytest

from offline.archive import CONTENTS, FACTS, contents, longest_path, write_archive
from offline.handbook import handbook_page
from offline.libraries import PRESENT
from offline.targets import archive_name, windows
from offline.wheels import IncompleteBundleError, Wheel, wheels_in
from support.wheels import write_wheel

HANDBOOK = """# Handleiding

Zie [het model](model.md), [stap twee](#stap-2-vul-in) en [de wet](https://wetten.overheid.nl/x).

## Stap 2: vul in

| veld | wat |
| --- | --- |
| plekken | aantal |

![Een kaart](kaart.svg)
"""


@pytest.fixture
def handbook(tmp_path):
    """Write a handbook with a picture."""
    (tmp_path / "kaart.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    file = tmp_path / "handleiding.md"
    file.write_text(HANDBOOK, encoding="utf-8")
    return file


@pytest.fixture
def files(tmp_path, handbook):
    """Make the contents of an archive with small wheels."""
    write_wheel(tmp_path, "regietafel-1.2-py3-none-any", lines=["License-Expression: EUPL-1.2"])
    write_wheel(tmp_path, "grids-2-py3-none-any", lines=["Classifier: License :: OSI Approved :: MIT License"])
    write_wheel(tmp_path, "hours-3-py3-none-any", lines=["License: Apache-2.0"])
    return contents(wheels_in(tmp_path), [windows("3.11"), windows("3.13")], handbook)


def test_the_archive_holds_programs_handbook_licence_and_wheels(files):
    assert sorted(files) == [
        "INHOUD.txt",
        "LEES-MIJ.txt",
        "LICENSE.txt",
        "handleiding.html",
        "installeer.cmd",
        "programma/bundel.json",
        "programma/install.py",
        "programma/start.py",
        "programma/texts.toml",
        "programma/wheels/grids-2-py3-none-any.whl",
        "programma/wheels/hours-3-py3-none-any.whl",
        "programma/wheels/regietafel-1.2-py3-none-any.whl",
        "regietafel.cmd",
        "sjabloon.html",
    ]


def test_the_list_of_contents_names_every_other_file_with_its_fingerprint(files):
    listed = dict(reversed(line.split("  ", 1)) for line in files[CONTENTS].decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != CONTENTS}


def test_the_facts_name_every_part_with_version_and_licence(files):
    facts = json.loads(files[FACTS])
    assert (facts["version"], facts["system"], facts["pythons"]) == ("1.2", "win-amd64", ["3.11", "3.13"])
    assert [tuple(item.values()) for item in facts["packages"]] == [
        ("grids", "2", "MIT License"),
        ("hours", "3", "Apache-2.0"),
        ("regietafel", "1.2", "EUPL-1.2"),
    ]


@pytest.mark.parametrize("name", ["installeer.cmd", "regietafel.cmd", "LEES-MIJ.txt", "LICENSE.txt", "INHOUD.txt"])
def test_what_windows_itself_reads_has_its_line_ends(files, name):
    assert files[name].count(b"\r\n") == files[name].count(b"\n") > 5
    assert b"\r\r" not in files[name]


def test_sentences_say_how_they_are_encoded_and_commands_do_not(files):
    marked = {name for name, content in files.items() if content.startswith(b"\xef\xbb\xbf")}
    assert marked == {"LEES-MIJ.txt", "LICENSE.txt"}


def test_the_reader_is_told_that_windows_was_not_tried(files):
    assert "niet op Windows zelf uitgeprobeerd" in " ".join(files["LEES-MIJ.txt"].decode("utf-8-sig").split())


def test_the_same_files_give_the_same_archive(files, tmp_path):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    write_archive(files, first)
    write_archive(dict(reversed(files.items())), second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == sorted(files)
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_longest_name_counts_what_python_compiles(tmp_path):
    wheel = write_wheel(tmp_path, "maps-1-py3-none-any")
    with zipfile.ZipFile(wheel, "a") as opened:
        opened.writestr("maps/a_rather_long_name.py", "")
    # omgeving/Lib/site-packages/ is 27 long, maps/__pycache__/a_rather_long_name.cpython-313.pyc is 51;
    # 24 more for the name that Python gives it while it writes.
    assert longest_path(Wheel(wheel)) == 27 + 51 + 24


def test_the_archive_is_named_after_version_and_system():
    assert archive_name("1.2", "windows") == "regietafel-1.2-windows.zip"


def test_the_handbook_becomes_one_page_that_needs_nothing_else(handbook):
    page = handbook_page(handbook)
    assert "<title>Handleiding</title>" in page
    assert '<h2 id="stap-2-vul-in">' in page
    assert '<a href="#stap-2-vul-in">' in page
    assert "<td>plekken</td>" in page
    assert re.findall(r'(?:src|href)="(?!data:image/svg\+xml;base64,|#|https://wetten)[^"]*"', page) == []
    # A link to another file of the project stays as its text.
    assert "Zie het model," in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Geen titel", "has 0 titles"),
        ("# Een\n\n# Twee", "has 2 titles"),
        ("# Een\n\n![weg](weg.png)", r"weg\.png"),
        ("# Een\n\n![weg](https://example.nl/kaart.png)", r"kaart\.png"),
    ],
)
def test_a_handbook_that_cannot_stand_alone_is_refused(tmp_path, text, said):
    file = tmp_path / "handleiding.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(IncompleteBundleError, match=said):
        handbook_page(file)


def test_without_a_handbook_there_is_no_archive(tmp_path):
    with pytest.raises(IncompleteBundleError, match=r"handleiding\.md is not there"):
        handbook_page(tmp_path / "handleiding.md")


def test_only_what_windows_or_python_has_counts_as_present():
    assert PRESENT.fullmatch("kernel32.dll")
    assert PRESENT.fullmatch("python311.dll")
    assert PRESENT.fullmatch("vcruntime140_1.dll")
    assert not PRESENT.fullmatch("msvcp140.dll")
    assert not PRESENT.fullmatch("libopenblas.dll")
