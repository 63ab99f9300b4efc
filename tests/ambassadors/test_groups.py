"""An ambassador's groups of learners: made, filled by card, put on a roster, and seen by nobody else."""

import pytest

from ambassadors.models import LearnerGroup
from lms.actions.erasing import erase
from lms.models import LearnerCard
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of
from tests.ambassadors.pages import NEW, errors_of, words_of

pytestmark = pytest.mark.django_db


def learner(code, nickname):
    person = make.person(nickname=nickname)
    card = LearnerCard(person=person, code=code)
    card.set_pin("2468")
    card.save()
    return person


@pytest.fixture
def dara():
    return learner("KRAMA7", "តារា")


@pytest.fixture
def group(ambassador, dara):
    return make.learner_group(ambassador=ambassador, members=[dara])


def test_a_group_is_made_filled_renamed_and_thinned(phone, ambassador, dara, school):
    client = phone()
    address = client.post("/field/groups/", {"name": "ក្រុមទី 1", "venue": school.code}).url
    group = LearnerGroup.objects.get()
    assert (group.ambassador, group.venue, address) == (ambassador, school, f"/field/groups/{group.pk}/")
    assert "name" in errors_of(client.post("/field/groups/", {"name": "ក្រុមទី 1 "}))
    for _twice in range(2):
        assert client.post(address, {"code": "krama7"}).url == address
    page = client.get(address)
    assert "តារា" in words_of(page)
    assert list(group.members.all()) == [dara]
    assert "code" in client.post(address, {"code": "KRAMA9"}).context["adding"].errors
    client.post(address, {"name": "ក្រុមថ្មី"})
    client.post(f"{address}take-out/", {"person": dara.pk})
    group.refresh_from_db()
    assert (group.name, group.venue, group.members.count()) == ("ក្រុមថ្មី", None, 0)


def test_a_card_of_a_second_record_brings_the_person_into_the_group(phone, group, dara):
    second = learner("KRAMA9", "តារា")
    second.merged_into = dara
    second.save()
    group.members.clear()
    phone().post(f"/field/groups/{group.pk}/", {"code": "KRAMA9"})
    assert list(group.members.all()) == [dara]
    erase(person=dara)
    assert "code" in phone().post(f"/field/groups/{group.pk}/", {"code": "KRAMA9"}).context["adding"].errors


def test_a_group_fills_in_the_roster(phone, group):
    form = phone().get(f"{NEW}?group={group.pk}").context["form"]
    assert (form["roster"].value(), form["headcount_total"].value()) == ("KRAMA7", 1)
    (kept,) = phone().get("/field/data.json").json()["groups"]
    assert kept["members"] == [{"name": "តារា", "code": "KRAMA7"}]


def test_who_was_erased_is_in_no_group(phone, group, dara):
    erase(person=dara)
    client = phone()
    assert client.get("/field/data.json").json()["groups"][0]["members"] == []
    assert not client.get(f"/field/groups/{group.pk}/").context["members"]
    assert client.get("/field/groups/").context["groups"][0].people == 0


def test_only_the_ambassador_and_the_coordinator_of_the_area_see_a_group(
    client, phone, group, elsewhere, coordinator
):
    other = make.ambassador(area=group.ambassador.area)
    client.force_login(other.person.user)
    address = f"/field/groups/{group.pk}/"
    for response in (
        client.get(address),
        client.post(address, {"code": "KRAMA7"}),
        client.post(f"{address}take-out/"),
    ):
        assert response.status_code == 404
    assert not client.get("/field/groups/").context["groups"]
    assert "roster" not in client.get(f"{NEW}?group={group.pk}").context["form"].initial

    staff = f"/admin/learner-groups/{group.pk}/"
    client.force_login(coordinator)
    assert "តារា" in client.get(staff).content.decode()
    assert list(client.get("/admin/learner-groups/").context["object_list"]) == [group]
    client.force_login(coordinator_of(elsewhere.area))
    assert client.get(staff).status_code == 404
    client.force_login(make.user(role="province_manager", area=group.ambassador.area))
    assert client.get(staff).status_code in (302, 403)


@pytest.mark.parametrize(
    "change", [{"status": "paused"}, {"status": "training", "required_course_done_at": None}]
)
def test_who_may_not_log_sees_no_groups(phone, group, change):
    for name, value in change.items():
        setattr(group.ambassador, name, value)
    group.ambassador.save()
    client = phone()
    assert (
        client.get("/field/groups/").status_code
        == client.get(f"/field/groups/{group.pk}/").status_code
        == 403
    )
    assert client.get("/field/data.json").json()["groups"] == []
