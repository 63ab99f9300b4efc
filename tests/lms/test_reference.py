"""The lists that ship with Sala."""

import pytest
from django.core.management import call_command
from django.utils import translation

from ambassadors.models import IssueCategory, Topic
from lms.khmer import latin_letters
from lms.models import ConsentPurpose, ConsentText, VenueKind

pytestmark = pytest.mark.django_db


def test_every_list_is_loaded_in_both_languages():
    call_command("load_reference")
    for purpose in ConsentPurpose.values:
        text = ConsentText.objects.in_force(purpose)
        assert text.version == 1
        assert latin_letters(text.text_km) == []
        with translation.override("en"):
            assert text.text == text.text_en
    for named in [*VenueKind.objects.all(), *Topic.objects.all(), *IssueCategory.objects.all()]:
        assert latin_letters(named.name_km) == []
        assert latin_letters(named.name_en)
        named.full_clean()
    kinds = {"wifi-zone", "school", "neighbourhood-centre", "commune-hall", "pagoda", "home", "other"}
    assert set(VenueKind.objects.values_list("code", flat=True)) == kinds
    assert Topic.objects.count() == 10


def test_loading_again_keeps_what_managers_changed():
    call_command("load_reference")
    VenueKind.objects.filter(code="home").update(name_en="At home")
    ConsentText.objects.create(purpose="progress", version=2, text_km="ថ្មី", text_en="New")
    call_command("load_reference")
    assert VenueKind.objects.get(code="home").name_en == "At home"
    assert ConsentText.objects.in_force("progress").version == 2
    assert VenueKind.objects.count() == 7


def test_a_text_is_not_in_force_before_its_day(consent_text):
    consent_text.pk = None
    consent_text.version, consent_text.valid_from = 2, "2999-01-01T00:00Z"
    consent_text.save()
    assert ConsentText.objects.in_force("progress").version == 1
