"""The Khmer catalogue: whole, compiled, consistent, and with every sentence that a form of ours can answer."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import django
import polib
import pytest
from django import forms
from django.core.management import call_command
from django.utils import translation

from ambassadors.learners import forms as helping_forms
from ambassadors.sessions import forms as field_forms
from lms import forms as learner_forms

ROOT = Path(__file__).resolve().parent.parent
# Where sentences are marked; tools/django_messages.py marks those of Django that the catalogue says anew.
MARKED = ("content", "lms", "ambassadors", "hotspots", "tools")
PO = ROOT / "lms/locale/km/LC_MESSAGES/django.po"
DJANGO_PO = Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po"

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[a-z]|\{\w*\}|#|</?a\b")
# What stands in Latin letters in Khmer as well: names of formats, standards, commands and what has to be typed.
TECHNICAL = re.compile(
    r"\b(?:NAS-Identifier|NAS-IP-Address|Called-Station-Id|MAC|RFC|FreeRADIUS|radacct|import_wifi|CSV|UTF-8"
    r"|SHA-256|Excel|Asia/Phnom_Penh|public|H1|Q3|FY2026)\b"
)
# Our placeholders and marks; what is between < and > is never read aloud.
NOT_TEXT = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]*>")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(PO))


def key(entry):
    return entry.msgctxt, entry.msgid


def said(entry):
    """What the entry says in Khmer, every plural form of it."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_header_names_the_project_and_asks_for_review(catalogue):
    assert catalogue.metadata["Project-Id-Version"] == "Sala"
    assert catalogue.metadata["Language"] == "km"
    assert catalogue.metadata["Content-Type"] == "text/plain; charset=UTF-8"
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert "awaits review by a native speaker" in catalogue.header


def test_what_is_compiled_is_what_is_written(catalogue):
    compiled = polib.mofile(str(PO.with_suffix(".mo")))
    assert {(*key(entry), *said(entry)) for entry in compiled} == {
        (*key(entry), *said(entry)) for entry in catalogue
    }
    catalogue.metadata.pop("POT-Creation-Date", None)  # msgfmt leaves it out
    assert compiled.metadata == catalogue.metadata


def test_nothing_is_empty_uncertain_or_left_over(catalogue):
    assert not catalogue.fuzzy_entries()
    assert not catalogue.obsolete_entries()
    assert not [entry.msgid for entry in catalogue if not all(text.strip() for text in said(entry))]
    # Khmer has one form for every number.
    assert {tuple(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural} == {(0,)}
    keys = [key(entry) for entry in catalogue]
    assert len(keys) == len(set(keys))


def test_every_placeholder_is_kept(catalogue):
    """Django's own messages may leave out what was typed: it stands in the form already."""
    djangos = {entry.msgid for entry in polib.pofile(str(DJANGO_PO))}
    for entry in catalogue:
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in said(entry):
            found = set(PLACEHOLDER.findall(text))
            assert found == wanted or (entry.msgid in djangos and found < wanted), entry.msgid


def test_khmer_is_written_in_khmer_letters_and_latin_digits(catalogue):
    for entry in catalogue:
        for text in said(entry):
            assert not re.search(r"[A-Za-z]", TECHNICAL.sub("", NOT_TEXT.sub("", text))), text
            assert not re.search("[០-៩\u200b]", text), text


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed: apt install gettext")
def test_every_marked_sentence_is_translated(catalogue, tmp_path, monkeypatch, settings):
    """On a copy, because Django writes its notes beside the templates it reads."""
    for folder in MARKED:
        for path in (ROOT / folder).rglob("*.*"):
            if path.suffix in {".py", ".html", ".txt"}:
                target = tmp_path / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LOCALE_PATHS[0].mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["km"], no_wrap=True, verbosity=0)
    marked = polib.pofile(str(tmp_path / "locale/km/LC_MESSAGES/django.po"))
    assert len(marked) > 500
    have = {(*key(entry), entry.msgid_plural) for entry in catalogue}
    missing = [entry for entry in marked if (*key(entry), entry.msgid_plural) not in have]
    assert not [f"{entry.msgid!r} in {entry.occurrences}" for entry in missing]
    # What is not marked would be lost with the next `makemessages --no-obsolete`.
    djangos = {entry.msgid for entry in polib.pofile(str(DJANGO_PO))}
    lost = {key(entry) for entry in catalogue if entry.msgid in djangos} - {key(entry) for entry in marked}
    assert not lost


def built_in_messages():
    """{name: message} of everything that the fields of the learner's and the ambassador's forms can answer."""
    found = {}
    for module in (learner_forms, field_forms, helping_forms):
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.BaseForm):
                for name, field in getattr(form, "base_fields", {}).items():
                    for code, message in field.error_messages.items():
                        found[f"{form.__name__}.{name}: {code}"] = message
                    for validator in field.validators:
                        found[f"{form.__name__}.{name}: {validator.code}"] = validator.message
    return found


MESSAGES = built_in_messages()


@pytest.mark.parametrize("name", MESSAGES)
def test_a_form_answers_in_khmer(catalogue, name):
    """Every message, also those of Django and those that only a tampered form brings about, is one of ours."""
    numbers = defaultdict(int)
    with translation.override("km"):
        khmer = MESSAGES[name] % numbers
    ours = (text for entry in catalogue for text in said(entry) if not re.search("%[a-z]", text))
    assert khmer in {text % numbers for text in ours}
    assert not re.search("[A-Za-z]", khmer)
