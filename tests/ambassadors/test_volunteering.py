"""Becoming an ambassador: a form for anybody over 18, and the coordinator's decision."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import Ambassador, Application, SpokenLanguage
from ambassadors.tasks import SCHEDULES
from ambassadors.team.application_actions import accept, forget_old_applications, known_people, refuse
from lms.khmer import latin_letters
from lms.models import ConsentPurpose, ConsentText, Partner, Person, User
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of
from tests.lms.conftest import Phone

pytestmark = pytest.mark.django_db

PAGE = "/km/volunteer/"
YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def lists(school):
    call_command("load_reference")


@pytest.fixture
def form(school):
    def filled(**changes):
        return {
            "id": str(uuid.uuid4()),
            "family_name": "ចាន់",
            "given_name": "បុប្ផា",
            "gender": "female",
            "birth_year": str(YEAR - 20),
            "area": school.area_id,
            "languages": [SpokenLanguage.objects.get(code="km").pk, SpokenLanguage.objects.get(code="en").pk],
            "phone": "០១២ 345 678",
            "consent_version": "1",
            "consent": "yes",
        } | changes

    return filled


@pytest.fixture
def application(school):
    def made(**changes):
        fields = {
            "family_name": "ចាន់",
            "given_name": "បុប្ផា",
            "gender": "female",
            "birth_year": YEAR - 20,
            "area": school.area,
            "phone": "+85512345678",
            "consent_text": ConsentText.objects.in_force(ConsentPurpose.VOLUNTEER),
            "language": "km",
        } | changes
        return Application.objects.create(**fields)

    return made


def test_an_application_needs_no_account_and_says_what_happens_next(form, school):
    phone = Phone()
    assert not phone.get(PAGE).cookies
    assert phone.send(PAGE, form()).url == f"{PAGE}sent/"
    made = Application.objects.get()
    assert (made.name, made.phone, made.area, made.gender) == (
        "ចាន់ បុប្ផា",
        "+85512345678",
        school.area,
        "female",
    )
    assert {language.code for language in made.languages.all()} == {"km", "en"}
    assert school.area.parent.name in phone.get(f"{PAGE}sent/").content.decode()
    assert not Person.objects.filter(phone="+85512345678").exists()


def test_sent_twice_it_is_one_and_taken_back_it_is_gone(form):
    phone, data = Phone(), form()
    for _again in range(2):
        phone.send(PAGE, data)
    assert Application.objects.count() == 1
    assert Phone().get(f"{PAGE}sent/").url == PAGE
    assert "sent" not in phone.send(f"{PAGE}sent/", {}).get("Location", "")
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"family_name": " "}, "family_name"),
        ({"given_name": "ក" * 81}, "given_name"),
        ({"given_name": "Bopha"}, "given_name"),
        ({"birth_year": "1880"}, "birth_year"),
        ({"birth_year": ""}, "birth_year"),
        ({"area": ""}, "area"),
        ({"area": "999999"}, "area"),
        ({"languages": []}, "languages"),
        ({"phone": "12"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"consent": ""}, "consent"),
        ({"consent_version": "0"}, "consent"),
        ({"gender": "x"}, "gender"),
        ({"partner": "x"}, "partner"),
        ({"id": "x"}, "id"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(form, changes, field):
    if field == "partner":
        Partner.objects.create(kind="ngo", name_km="អង្គការ", name_en="An NGO")
    response = Phone().send(PAGE, form(**changes))
    assert list(response.context["form"].errors) == [field]
    assert "ចាន់" in response.content.decode() or field == "family_name"
    assert not Application.objects.exists()


def test_gender_and_partner_need_not_be_said(form):
    Phone().send(PAGE, form(gender=""))
    assert Application.objects.get().gender == "not_recorded"


def test_who_is_under_18_or_does_not_agree_leaves_nothing(form):
    for changes in ({"birth_year": str(YEAR - 17)}, {"consent": "no"}):
        response = Phone().send(PAGE, form(**changes))
        assert response.status_code == 200
        assert "form" not in response.context or not response.context.get("form")
    assert not Application.objects.exists()
    Phone().send(PAGE, form(birth_year=str(YEAR - 18)))
    assert Application.objects.exists()


def test_one_browser_sends_five_a_day_and_no_other_site_any(form):
    phone = Phone()
    assert [phone.send(PAGE, form()).status_code for _ in range(6)] == [302] * 5 + [429]
    assert Phone().send(PAGE, form()).status_code == 302
    assert Phone().post(PAGE, form(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_speaks_its_language(form, language):
    page = f"/{language}/volunteer/"
    phone = Phone()
    assert f'lang="{language}"' in phone.get(page).content.decode()
    texts = ConsentText.objects.in_force(ConsentPurpose.VOLUNTEER)
    assert (texts.text_km if language == "km" else texts.text_en)[:40] in phone.get(page).content.decode()
    assert not latin_letters(texts.text_km)


# The decision


def test_accepted_it_becomes_a_person_in_training_and_keeps_nothing_itself(
    application, coordinator, district
):
    made = application()
    made.languages.add(SpokenLanguage.objects.get(code="km"))
    ambassador = accept(application=made, by=coordinator, area=district)
    person = ambassador.person
    assert (person.family_name_km, person.phone, person.birth_year) == ("ចាន់", "+85512345678", YEAR - 20)
    assert (ambassador.status, ambassador.area, ambassador.may_log) == ("training", district, False)
    assert [language.code for language in ambassador.languages.all()] == ["km"]
    assert [(event.kind, event.by) for event in ambassador.events.all()] == [
        ("applied", None),
        ("accepted", coordinator),
    ]
    assert [role.role for role in person.user.roles.all()] == ["ambassador"]
    assert not person.user.has_usable_password()
    assert person.consents.get().purpose == "volunteer"
    made.refresh_from_db()
    assert (made.state, made.name, made.phone, made.birth_year) == ("accepted", "", "", None)
    with pytest.raises(ValidationError):
        accept(application=made, by=coordinator, area=district)
    assert Ambassador.objects.filter(person=person).count() == 1


def test_somebody_known_is_proposed_and_never_made_a_second_one_unasked(
    application, coordinator, school, district
):
    known = make.person(nickname="បុប្ផា", birth_year=YEAR - 20, commune=school.area)
    make.person(nickname="បុប្ផា", birth_year=YEAR - 30, commune=school.area)
    make.person(
        nickname="បុប្ផា", birth_year=YEAR - 20
    )  # lives nobody knows where: not for this coordinator to see
    made = application()
    assert known_people(made, by=coordinator) == [known]
    count = Person.objects.count()
    with pytest.raises(ValidationError):
        accept(application=made, by=coordinator, area=district)
    with pytest.raises(ValidationError):
        accept(application=made, by=coordinator, area=district, person=make.person(nickname="x"))
    Person.objects.filter(nickname="x").delete()
    ambassador = accept(application=made, by=coordinator, area=district, person=known)
    assert (ambassador.person, Person.objects.count()) == (known, count)
    known.refresh_from_db()
    assert (known.family_name_km, known.phone) == ("ចាន់", "+85512345678")
    twin = application()
    accept(application=twin, by=coordinator, area=district, is_new=True)
    assert Person.objects.count() == count + 1


def test_who_has_left_comes_back_as_the_same_and_who_is_there_is_not_made_twice(
    application, coordinator, district, school, ambassador
):
    Person.objects.filter(pk=ambassador.person_id).update(
        family_name_km="ចាន់", given_name_km="បុប្ផា", birth_year=YEAR - 20, commune=school.area
    )
    ambassador.refresh_from_db()
    with pytest.raises(ValidationError):
        accept(application=application(), by=coordinator, area=district, person=ambassador.person)
    Ambassador.objects.update(status="left")
    assert (
        accept(application=application(), by=coordinator, area=district, person=ambassador.person)
        == ambassador
    )
    ambassador.refresh_from_db()
    assert ambassador.status == "training"
    assert User.objects.filter(person=ambassador.person).count() == 1


@pytest.mark.parametrize("is_of_both_areas", [False, True])
def test_who_comes_back_in_another_area_works_there_from_then_on(
    client, application, coordinator, ambassador, district, elsewhere, is_of_both_areas
):
    here = elsewhere.area.parent
    decides = coordinator_of(here, *[district] * is_of_both_areas)
    partner = Partner.objects.create(kind="ngo", name_km="អង្គការ", name_en="An NGO")
    Ambassador.objects.update(status="left", stopped_on=timezone.localdate())
    made = application(area=elsewhere.area, person=ambassador.person, partner=partner)
    client.force_login(decides)
    data = {"decision": "accept", "person": ambassador.person_id, "area": here.pk}
    page = client.post(f"/admin/applications/{made.pk}/", data, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[0][0] == f"/admin/ambassadors/inspect/{ambassador.pk}/"
    ambassador.refresh_from_db()
    assert (ambassador.status, ambassador.area, ambassador.partner) == ("training", here, partner)
    assert ambassador.stopped_on == timezone.localdate()  # until when sessions from before may come in
    assert [(role.role, role.area) for role in ambassador.person.user.roles.all()] == [("ambassador", here)]
    event = ambassador.events.get()
    assert (event.kind, event.by) == ("came_back", decides)
    made.refresh_from_db()
    assert (made.state, made.ambassador) == ("accepted", ambassador)


def test_coordinators_see_and_decide_about_their_own_area_alone(
    client, application, coordinator, elsewhere, district
):
    made, other = application(), coordinator_of(elsewhere.area)
    address = f"/admin/applications/{made.pk}/"
    client.force_login(other)
    assert list(client.get("/admin/applications/").context["object_list"]) == []
    assert client.get(address).status_code == client.post(address, {"decision": "refuse"}).status_code == 404
    for decide in (accept, refuse):
        details = {"area": elsewhere.area} if decide is accept else {"reason": "x"}
        with pytest.raises(PermissionDenied):
            decide(application=made, by=other, **details)
    with pytest.raises(PermissionDenied):
        accept(application=made, by=coordinator, area=elsewhere.area)
    client.force_login(coordinator)
    assert list(client.get("/admin/applications/").context["object_list"]) == [made]
    assert client.get(address).context["form"]["area"].initial == district
    assert list(client.post(address, {"decision": "refuse"}).context["form"].errors) == ["reason"]
    assert list(client.post(address, {"decision": "accept", "person": "new"}).context["form"].errors) == [
        "area"
    ]
    data = {"decision": "accept", "person": "new", "area": district.pk}
    assert client.post(address, data).url.startswith("/admin/ambassadors/inspect/")
    assert client.post(address, data).status_code == 200  # in the second tab
    assert Ambassador.objects.count() == 1


def test_a_refusal_says_why_and_is_forgotten_after_half_a_year(application, coordinator):
    made, waiting = application(), application(applied_at=timezone.now() - dt.timedelta(days=10))
    refuse(application=made, by=coordinator, reason="គ្មានកន្លែង")
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=made.pk).update(reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=waiting.pk).update(phone="")
    assert forget_old_applications() == 0
    assert forget_old_applications(at=timezone.now() + dt.timedelta(days=175)) == 1
    assert forget_old_applications(at=timezone.now() + dt.timedelta(days=181)) == 1
    assert not Application.objects.exclude(phone="", family_name="").exists()
    assert "ambassadors.tasks.forget_applications" in [path for _name, path, _minutes in SCHEDULES]
