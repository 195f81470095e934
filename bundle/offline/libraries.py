"""Whether the compiled parts of Windows wheels find every library they load, read from the files themselves.

Nothing here runs on Windows, so this is the nearest thing to importing them there: a wheel must bring each library
along, unless Python or every Windows has it.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import pefile

from offline.wheels import Wheel

COMPILED = {".pyd", ".dll"}
# The installer of Python for Windows brings the last three of these; the rest is part of Windows 10 and later.
PRESENT = re.compile(
    r"api-ms-win-[a-z0-9-]+\.dll"
    r"|(kernel32|advapi32|user32|shell32|ole32|oleaut32|ws2_32|bcrypt|bcryptprimitives|ntdll|ucrtbase|dbghelp)\.dll"
    r"|python3(\d\d)?\.dll|vcruntime140\.dll|vcruntime140_1\.dll"
)
IMPORTS = [pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{kind}"] for kind in ("IMPORT", "DELAY_IMPORT")]


def loaded_libraries(content: bytes) -> set[str]:
    """Name the libraries that a compiled Windows file loads, in lower case."""
    file = pefile.PE(data=content, fast_load=True)
    file.parse_data_directories(directories=IMPORTS)
    entries = [*getattr(file, "DIRECTORY_ENTRY_IMPORT", []), *getattr(file, "DIRECTORY_ENTRY_DELAY_IMPORT", [])]
    return {entry.dll.decode("ascii").lower() for entry in entries}


def absent_libraries(wheels: Iterable[Wheel]) -> Iterator[str]:
    """Say which compiled files load a library that neither their wheel, nor Python, nor Windows brings."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel.path) as opened:
            compiled = [name for name in opened.namelist() if PurePosixPath(name).suffix.lower() in COMPILED]
            own = {PurePosixPath(name).name.lower() for name in compiled}
            for name in compiled:
                for library in sorted(loaded_libraries(opened.read(name)) - own):
                    if not PRESENT.fullmatch(library):
                        yield f"{wheel.path.name}: {name} loads {library}, which nobody brings"
