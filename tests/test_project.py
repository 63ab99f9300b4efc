"""The project's own order: manual and settings agree, dependencies are explained, files stay readable."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def tracked(*patterns):
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / line for line in out.splitlines() if (ROOT / line).exists()]


def test_every_setting_is_in_the_manual_and_no_other():
    code = (ROOT / "lms/settings.py").read_text() + (ROOT / "lms/actions/installation.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', code))
    table = README.split("## Settings")[1].split("\n## ")[0]
    named = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
    }
    assert read == named


def test_every_command_is_in_the_manual():
    commands = {path.stem for path in tracked("*/management/commands/*.py")} - {"__init__"}
    missing = {name for name in commands if f"`{name}" not in README}
    assert not missing


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    needed = [
        *project["project"]["dependencies"],
        *(name for extra in project["project"]["optional-dependencies"].values() for name in extra),
        *(name for group in project["dependency-groups"].values() for name in group),
    ]
    for name in needed:
        line = next(line for line in text.splitlines() if line.strip().startswith(f'"{name}"'))
        assert re.search(r"#\s*\w.{8,}", line), name


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_source_file_has_grown_too_long():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked("*.py", "*.css", "*.js")
        if "migrations" not in path.parts and "vendor" not in path.parts
        if (lines := len(path.read_text().splitlines())) > 320
    }
    assert not long


def test_third_party_files_stand_with_licence_and_version():
    folders = {path.parent for path in tracked("*/vendor/*/*")} | {
        ROOT / "lms" / "icons",
        ROOT / "lms" / "fonts",
    }
    assert len(folders) >= 2
    for folder in folders:
        assert {"LICENSE", "VERSION"} <= {path.name for path in folder.iterdir()}, folder


def test_every_icon_and_component_is_used():
    sources = "".join(path.read_text() for path in tracked("*.html", "*.py") if "tests" not in path.parts)
    icons = {path.stem for path in tracked("lms/icons/*.svg")}
    components = {path.name for path in tracked("lms/templates/components/*.html")}
    assert not {name for name in icons if not re.search(rf"""["']{re.escape(name)}["']""", sources)}
    assert not {name for name in components if f"components/{name}" not in sources}
