"""Logging a training session: it works, it refuses, and it says what is wrong in the reader's language."""

import datetime as dt

import pytest
from django.utils import timezone

from ambassadors.models import TrainingSession
from ambassadors.sessions.grid import name_of
from ambassadors.sessions.headcount import Headcount
from lms.khmer import latin_letters
from tests import factories as make
from tests.ambassadors.pages import LANGUAGES, NEW, errors_of, words_of

pytestmark = pytest.mark.django_db


def test_a_session_is_logged_and_shown_as_waiting(phone, typed):
    client = phone("en")
    data = typed(note="ទូរសព្ទ", starts_at="14:30", people_with_disabilities="១")
    response = client.post(NEW, data)
    session = TrainingSession.objects.get()
    assert response.url == f"/field/sessions/{data['id']}/"
    assert Headcount.of(session).cells == {("female", "18-24"): 7, ("male", "18-24"): 5}
    assert (session.people_with_disabilities, session.starts_at) == (1, dt.time(14, 30))
    page = words_of(client.get(response.url))
    assert "Your training session is safe" in page
    assert "Sent, waiting for review" in page


def test_a_double_click_makes_one_session(phone, typed):
    client, data = phone(), typed()
    assert client.post(NEW, data).url == client.post(NEW, data).url
    assert TrainingSession.objects.count() == 1


def test_every_form_has_an_id_of_its_own(phone):
    client = phone()
    ids = {client.get(NEW).context["form"]["id"].value() for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("damaged", ["", "not-an-id"])
def test_a_form_that_lost_its_id_still_saves(phone, typed, damaged):
    assert phone().post(NEW, typed(id=damaged)).status_code == 302
    assert TrainingSession.objects.count() == 1


def test_a_session_typed_in_khmer_digits_with_another_duration(phone, typed):
    day = dt.date(timezone.localdate().year - 1, 2, 1)
    held_on = f"{day:%d/%m/%Y}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    data = typed(duration="other", duration_other="៤៥", headcount_total="១២", held_on=held_on)
    assert phone().post(NEW, data).status_code == 302
    session = TrainingSession.objects.get()
    assert (session.duration_minutes, session.held_on) == (45, day)


BAD = {
    "headcount": {"headcount_total": "15"},
    "held_on": {"held_on": "2999-01-01"},
    "duration": {"duration": ""},
    "venue": {"venue": "nowhere"},
    "subject": {"subject": "topic:magic"},
    "headcount_total": {"headcount_total": "-3"},
    "people_with_disabilities": {"people_with_disabilities": "many"},
    "starts_at": {"starts_at": "noon"},
    "note": {"note": "x" * 1001},
    "partner": {"partner": "999999"},
    "co_ambassadors": {"co_ambassadors": "999999"},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", BAD)
def test_what_is_wrong_is_said_beside_its_field_and_all_that_was_typed_stays(phone, typed, field, language):
    data = typed(note="កំណត់ចំណាំ") | BAD[field]
    response = phone(language).post(NEW, data)
    assert response.status_code == 200
    errors = errors_of(response)
    assert list(errors) == [field]
    assert errors[field][0] in words_of(response)
    assert bool(latin_letters(errors[field][0])) == (language == "en")
    form = response.context["form"]
    assert form["id"].value() == data["id"]
    assert form["note"].value() == data["note"]
    assert form.grid.typed == {("female", "18-24"): "7", ("male", "18-24"): "5"}
    assert not TrainingSession.objects.exists()


def test_a_count_that_is_no_number_is_shown_again_as_typed(phone, typed):
    response = phone().post(NEW, typed(**{name_of("another", "0-9"): "<b>many"}))
    assert "headcount" in errors_of(response)
    assert 'value="&lt;b&gt;many"' in response.content.decode()


@pytest.mark.parametrize(
    "damaged", [{"kind": "party"}, {"subject": "course:nonsense"}, {"partner": "x"}, {"note": "\u0000"}]
)
def test_damaged_input_gets_a_khmer_sentence_or_is_cleaned(phone, typed, damaged):
    response = phone().post(NEW, typed(**damaged))
    assert response.status_code == 302 or not latin_letters(errors_of(response)["__all__"][0])


def test_the_rest_is_put_as_not_recorded_without_a_script(phone, typed):
    client = phone()
    data = typed(headcount_total="២០", fill="1", note="នៅសល់")
    form = client.post(NEW, data).context["form"]
    assert form.grid.headcount.total == 20
    assert form.grid.typed["not_recorded", "not_recorded"] == "8"
    assert form["note"].value() == "នៅសល់"
    assert not form.errors
    assert not TrainingSession.objects.exists()
    del data["fill"]
    assert client.post(NEW, data | {name_of("not_recorded", "not_recorded"): "8"}).status_code == 302
    assert TrainingSession.objects.with_people().get().people_total == 20


def test_there_is_no_rest_to_place_when_too_many_stand_in_the_table(phone, typed):
    form = phone().post(NEW, typed(headcount_total="10", fill="1")).context["form"]
    assert form.grid.headcount.total == 12


def test_places_are_those_in_use_in_ones_area_the_last_used_first(phone, typed, school, elsewhere, district):
    second = make.venue(area=school.area, code="hall", name_km="សាលាឃុំ")
    make.venue(area=school.area, code="closed", closed_on="2024-01-01")
    client = phone()
    client.post(NEW, typed())
    page = client.get(NEW).content.decode()
    assert page.index(f'value="{school.code}"') < page.index(f'value="{second.code}"')
    assert elsewhere.code not in page
    assert 'value="closed"' not in page


def test_the_first_version_of_a_form_sent_twice_with_other_content_is_not_overwritten(phone, typed):
    client, data = phone(), typed()
    client.post(NEW, data)
    response = client.post(NEW, data | {"note": "ថ្នាក់ទីពីរ"})
    form = response.context["form"]
    assert response.status_code == 200
    assert form["note"].value() == "ថ្នាក់ទីពីរ"
    assert form["id"].value() != data["id"]
    assert data["id"] in response.content.decode()
    assert not latin_letters(words_of(response))
    client.post(NEW, data | {"note": "ថ្នាក់ទីពីរ", "id": form["id"].value()})
    assert TrainingSession.objects.count() == 2
