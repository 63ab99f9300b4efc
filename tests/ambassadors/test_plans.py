"""What an ambassador plans: made, changed, logged once, seen by the coordinator, and never by others."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import PlannedSession, TrainingSession
from ambassadors.plans.reading import plan_of
from lms.actions.roles import grant_role, set_up_groups
from lms.models import RoleAssignment
from tests import factories as make
from tests.ambassadors.pages import NEW, errors_of, words_of

pytestmark = pytest.mark.django_db

KEEPERS = {"province_manager", "municipal_manager", "coordinator"}
READERS = KEEPERS | {"me_officer"}
YESTERDAY, TODAY, TOMORROW = -1, 0, 1


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def planned(ambassador, school, topic):
    return make.plan(
        ambassador=ambassador, venue=school, topic=topic, on=day(TODAY), starts_at=dt.time(8, 30)
    )


def test_a_session_is_planned_changed_and_cancelled(phone, ambassador, school, topic):
    client, id = phone(), str(uuid.uuid4())
    typed = {
        "id": id,
        "planned_on": day(2).isoformat(),
        "starts_at": "៨:៣០",
        "venue": school.code,
        "note": "ថ្ម",
    }
    for _twice in range(2):
        assert client.post("/field/plan/new/", typed).url == "/field/plan/"
    plan = PlannedSession.objects.get()
    assert (str(plan.pk), plan.ambassador, plan.starts_at, plan.subject) == (
        id,
        ambassador,
        dt.time(8, 30),
        "",
    )
    edit = f"/field/plan/{id}/edit/"
    assert client.get(edit).context["form"]["venue"].value() == school.code
    client.post(edit, typed | {"subject": f"topic:{topic.code}", "planned_on": day(TOMORROW).isoformat()})
    plan.refresh_from_db()
    assert (plan.topic, plan.planned_on) == (topic, day(TOMORROW))
    assert "Tomorrow" in words_of(phone("en").get("/field/"))
    client.post(f"/field/plan/{id}/cancel/")
    plan.refresh_from_db()
    assert plan.status == "cancelled"
    assert client.get(edit).status_code == 404
    assert not any(plan_of(ambassador).values())


def test_what_is_wrong_with_a_plan_is_said_beside_it(phone, elsewhere):
    wrong = {"planned_on": day(YESTERDAY).isoformat(), "venue": elsewhere.code, "subject": "course:nonsense"}
    page = phone().post("/field/plan/new/", wrong)
    assert set(errors_of(page)) == {"planned_on", "venue", "subject"}
    assert set(errors_of(phone().post("/field/plan/new/", {}))) == {"planned_on", "venue"}
    assert not PlannedSession.objects.exists()


def test_others_plans_are_not_there(phone, school):
    other = make.plan(venue=school)
    client = phone()
    assert client.get(f"/field/plan/{other.pk}/edit/").status_code == 404
    assert client.post(f"/field/plan/{other.pk}/cancel/").status_code == 404
    assert "plan" not in client.get(f"{NEW}?plan={other.pk}").context["form"].initial
    assert client.get(f"{NEW}?plan=nonsense").status_code == 200
    assert client.get("/field/data.json").json()["plans"] == []


def test_a_plan_fills_in_the_form_and_is_done_once_that_is_handed_in(phone, typed, planned):
    client = phone()
    form = client.get(f"{NEW}?plan={planned.pk}").context["form"]
    names = ("plan", "venue", "starts_at", "subject", "held_on")
    values = {name: str(form[name].value()) for name in names}
    assert values["starts_at"] == "08:30"
    client.post(NEW, typed(**values))
    planned.refresh_from_db()
    session = TrainingSession.objects.get()
    assert (planned.status, planned.training_session) == ("done", session)
    assert client.get("/field/data.json").json()["plans"] == []
    # Mended later, it sends its plan along, and nothing about the plan changes.
    assert (
        str(client.get(f"/field/sessions/{session.pk}/edit/").context["form"]["plan"].value())
        == values["plan"]
    )


def test_a_plan_is_tied_to_one_session_whatever_is_sent(send, payload, planned, school):
    id = uuid.uuid4()
    content = payload(plan=str(planned.pk))
    assert send(content, id=id).status == "stored"
    assert send(content, id=id).status == "already_stored"
    assert send(content).status == "stored"  # another session about the same plan
    second = make.plan(ambassador=planned.ambassador, venue=school)
    assert send(payload(plan=str(second.pk)), id=id, base=1).status == "stored"
    assert send(payload(), id=id, base=2).status == "stored"
    planned.refresh_from_db()
    second.refresh_from_db()
    assert (planned.training_session_id, second.status) == (id, "planned")


def test_no_session_is_lost_over_a_plan_that_is_not_ones_own_or_damaged(send, payload, school):
    other = make.plan(venue=school)
    for plan in (str(other.pk), str(uuid.uuid4()), "damaged", [1], 7):
        assert send(payload(plan=plan)).status == "stored"
    other.refresh_from_db()
    assert other.status == "planned"


def test_a_plan_is_done_exactly_when_a_session_hangs_on_it(planned):
    for wrong in ({"status": "done"}, {"training_session": make.training_session()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlannedSession.objects.filter(pk=planned.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedSession.objects.filter(pk=planned.pk).update(course_key=uuid.uuid4())


@pytest.mark.parametrize("role", RoleAssignment.Role.values)
def test_staff_see_and_make_plans_in_their_area_alone(client, district, school, ambassador, elsewhere, role):
    set_up_groups()
    user = make.user()
    grant_role(user=user, role=role, area=district, by=None)
    client.force_login(user)
    far = make.ambassador(area=elsewhere.area)
    own = make.plan(ambassador=ambassador, venue=school, on=day(YESTERDAY))
    other = make.plan(ambassador=far, venue=elsewhere, on=day(YESTERDAY))
    listed = client.get("/admin/planned-sessions/", {"state": "missed"})
    assert (listed.status_code == 200) is (role in READERS)
    if role in READERS:
        assert list(listed.context["object_list"]) == [own]
    assert ("missed-plans" in client.get("/admin/").content.decode()) is (role in READERS)
    for plan in (own, other):
        seen = client.get(f"/admin/planned-sessions/edit/{plan.pk}/").status_code == 200
        assert seen is (plan == own and role in KEEPERS)
    for who, where in ((ambassador, school), (far, elsewhere), (ambassador, elsewhere)):
        typed = {
            "ambassador": who.pk,
            "venue": where.pk,
            "planned_on": day(3).isoformat(),
            "status": "planned",
        }
        client.post("/admin/planned-sessions/new/", typed)
    made = PlannedSession.objects.filter(planned_on=day(3)).values_list("ambassador", "venue")
    assert list(made) == ([(ambassador.pk, school.pk)] if role in KEEPERS else [])


def test_the_plan_costs_the_same_for_one_and_for_twenty(phone, planned, django_assert_max_num_queries):
    client = phone()
    for number in range(19):
        make.plan(ambassador=planned.ambassador, venue=planned.venue, on=day(number), course_key=uuid.uuid4())
    with django_assert_max_num_queries(9):
        client.get("/field/plan/")
