"""Course packages: folders of YAML and pictures that hold a course in both languages, ids included."""

from content.packages.glossary import load_glossary
from content.packages.loading import Outcome, load_course, load_start_check
from content.packages.reading import PackageError, read_course
from content.packages.site import load_site

__all__ = [
    "Outcome",
    "PackageError",
    "load_course",
    "load_glossary",
    "load_site",
    "load_start_check",
    "read_course",
]
