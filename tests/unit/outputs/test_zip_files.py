"""Packed files have no time in them."""

import io
import zipfile

from regietafel.outputs.zip_files import with_fixed_dates


def zipped(year: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(zipfile.ZipInfo("een.xml", (year, 2, 3, 4, 5, 6)), "inhoud")
        packed.writestr(zipfile.ZipInfo("map/twee.xml", (year, 2, 3, 4, 5, 6)), "x" * 500)
    return content.getvalue()


def test_the_same_parts_of_another_time_give_the_same_bytes():
    assert zipped(2024) != zipped(2025)
    assert with_fixed_dates(zipped(2024)) == with_fixed_dates(zipped(2025))


def test_parts_and_their_order_stay():
    with zipfile.ZipFile(io.BytesIO(with_fixed_dates(zipped(2024)))) as packed:
        assert packed.namelist() == ["een.xml", "map/twee.xml"]
        assert packed.read("een.xml") == b"inhoud"
        assert {item.date_time for item in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
