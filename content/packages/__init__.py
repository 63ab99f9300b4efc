"""Course packages: folders of YAML and pictures that hold a course in both languages, ids included."""

from content.packages.archive import pack, unpacked
from content.packages.glossary import load_glossary
from content.packages.loading import Outcome, load_course, load_start_check
from content.packages.reading import PackageError, read_course
from content.packages.site import load_site
from content.packages.writing import write_course

__all__ = [
    "Outcome",
    "PackageError",
    "load_course",
    "load_glossary",
    "load_site",
    "load_start_check",
    "pack",
    "read_course",
    "unpacked",
    "write_course",
]
