"""Audiences in course files: codes in `course.yaml`, their names in `audiences.yaml`."""

from pathlib import Path

from content.models import Audience
from content.packages.nodes import PackageError, read_yaml

FILE = "audiences.yaml"
# Names of the audiences that ship with Sala; a course that uses other ones brings a file of its own.
SHIPPED = Path(__file__).resolve().parents[1] / "curriculum"
CODE_LENGTH, NAME_LENGTH = 40, 80


def read_codes(node):
    """[code] of the audiences of a course."""
    return list(dict.fromkeys(code.slug() for code in node.items(most=20)))


def read_names(folder):
    """{code: {language: name}} of the file of audiences in a folder; nothing where there is none."""
    if not (folder / FILE).exists():
        return {}
    node = read_yaml(folder / FILE, name=FILE).keys(needed=["audiences"])
    found = {}
    for audience in node.get("audiences").items():
        code = audience.keys(needed=["code", "name"]).get("code").slug()
        if len(code) > CODE_LENGTH:
            audience.get("code").fail(f"has {len(code)} characters; {CODE_LENGTH} are allowed.")
        found[code] = audience.get("name").text(limit=NAME_LENGTH)
    return found


def audiences_of(codes, names):
    """[Audience] with these codes; those that are not there yet are made. Names given by editors are kept."""
    found = {audience.code: audience for audience in Audience.objects.filter(code__in=codes)}
    missing = [code for code in codes if code not in found]
    known = read_names(SHIPPED) | names if missing else {}
    for code in missing:
        if code not in known:
            raise PackageError(
                f"course.yaml: audience: nobody has named “{code}”. "
                f"Add it under Audiences, or to {FILE} in the package."
            )
        found[code] = Audience.objects.create(code=code, name_km=known[code]["km"], name_en=known[code]["en"])
    return [found[code] for code in codes]
