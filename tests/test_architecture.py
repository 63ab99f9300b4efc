"""The direction of imports: content ← lms ← ambassadors, hotspots; and nothing else (architecture.md)."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "content": {"content"},
    "lms": {"lms", "content"},
    "ambassadors": {"ambassadors", "lms", "content"},
    "hotspots": {"hotspots", "lms", "content"},
}


def imported_packages(source):
    """The packages of ours that a module imports, those hidden in functions and in import_module() included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [node.module]
        elif (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"import_module", "import_string"}
            and isinstance(node.args[0], ast.Constant)
        ):
            names = [node.args[0].value]
        else:
            continue
        yield from (name.split(".")[0] for name in names if name.split(".")[0] in ALLOWED)


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_imports_only_what_lies_below_it(package):
    wrong = {
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in (ROOT / package).rglob("*.py")
        for imported in imported_packages(path.read_text())
        if imported not in ALLOWED[package]
    }
    assert not wrong


@pytest.mark.parametrize(
    "source",
    [
        "import ambassadors.models",
        "from ambassadors import models",
        "def late():\n    from ambassadors.models import Ambassador",
        "import_module('ambassadors.models')",
    ],
)
def test_every_way_of_importing_is_seen(source):
    assert list(imported_packages(source)) == ["ambassadors"]


def test_the_base_app_discovers_what_the_apps_above_declare():
    from lms.certificates import certificate_kinds
    from lms.holdings import holdings
    from lms.reporting import registry as reach
    from lms.sync import registry as sync

    assert {kind.model.__name__ for kind in certificate_kinds()} == {"Certificate", "ServiceCertificate"}
    assert {source.channel for source in reach.participations()} == {
        "attendance",
        "headcount",
        "completed_lesson",
    }
    assert [source.name for source in reach.usage()] == ["zones"]
    assert [holding.channels for holding in holdings()] == [("attendance",)]
    accepted = sync.Kind(name="training-session", schema=None, handle=None, stored_revision=None)
    with pytest.raises(ImproperlyConfigured, match="training-session"):
        sync.register(accepted)
