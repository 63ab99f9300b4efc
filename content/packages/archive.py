"""Course packages as one zip file: written the same each time, and read with suspicion."""

import re
import stat
import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import yaml

from content.packages.nodes import PackageError

# A folder of a package and a plain file name, nothing else: no way out of the folder it is unpacked into.
NAME = re.compile(r"((pictures|files|narration)/)?[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
MOST_FILES = 5_000
MOST_BYTES = 300 * 1024 * 1024
MOST_BYTES_OF_A_FILE = 30 * 1024 * 1024
MOST_BYTES_OF_YAML = 2 * 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold; the same package is the same file


def yaml_of(content):
    """A dict as the text of a YAML file: its names in the order given, Khmer as it is written."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def pack(package, path):
    """Writes {name: dict or bytes} as a zip file."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in sorted(package.items()):
            data = content if isinstance(content, bytes) else yaml_of(content).encode()
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


@contextmanager
def unpacked(path):
    """A folder with what is in a zip file, gone afterwards. Raises PackageError when the file is not to be trusted."""
    with tempfile.TemporaryDirectory(prefix="sala-package-") as folder:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(folder))
        except FileNotFoundError:
            raise PackageError(f"{path}: this file is missing.") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as problem:
            raise PackageError(f"{path}: is no zip file that can be read: {problem}.") from problem
        yield Path(folder)


def _unpack(archive, folder):
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise PackageError(f"The package holds {len(entries)} files; {MOST_FILES} are allowed.")
    left, seen = MOST_BYTES, set()
    for entry in entries:
        name = entry.filename
        if not NAME.fullmatch(name) or stat.S_ISLNK(entry.external_attr >> 16):
            raise PackageError(f"The package holds “{name}”, which does not belong into a course package.")
        if name.lower() in seen:
            raise PackageError(f"The package holds “{name}” twice.")
        seen.add(name.lower())
        allowed = min(left, MOST_BYTES_OF_YAML if name.endswith(".yaml") else MOST_BYTES_OF_A_FILE)
        with archive.open(entry) as packed:
            content = packed.read(allowed + 1)  # what an entry says of its own size is not believed
        if len(content) > allowed:
            raise PackageError(f"The package is too large at “{name}”.")
        left -= len(content)
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content)
