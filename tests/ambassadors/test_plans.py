"""What an ambassador plans: made, changed, logged once, seen by the coordinator, and never by others."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import PlannedSession, TrainingSession
from ambassadors.plans.reading import plan_of
from lms.actions.roles import grant_role, set_up_groups
from lms.models import RoleAssignment, SetAsideItem
from tests import factories as make
from tests.ambassadors.pages import NEW, errors_of, words_of
from tests.content import factories as pages

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
    changed = {
        "subject": f"topic:{topic.code}",
        "planned_on": day(TOMORROW).isoformat(),
        "base_revision": "1",
    }
    client.post(edit, typed | changed)
    plan.refresh_from_db()
    assert (plan.topic, plan.planned_on) == (topic, day(TOMORROW))
    assert "Tomorrow" in words_of(phone("en").get("/field/"))
    on_an_old_page = {"note": "ថ្ម ទឹក", "base_revision": "1"}
    assert "elsewhere meanwhile" in words_of(client.post(edit, typed | on_an_old_page))
    client.post(edit, {"base_revision": "2", "cancelled": "1"})
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
    assert client.post(f"/field/plan/{other.pk}/edit/", {"cancelled": "1"}).status_code == 404
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


@pytest.fixture
def send_plan(send, school):
    """send_plan(id, base=1, note="…"): hands a plan in as a phone does; returns the receipt."""

    def sent(id, *, base=0, made_at=None, **changes):
        content = {"planned_on": day(TOMORROW).isoformat(), "venue": school.code} | changes
        return send(content, id=id, base=base, kind="planned-session", made_at=made_at)

    return sent


def test_a_phone_plans_changes_and_cancels_by_items_that_may_come_again(send_plan):
    id = uuid.uuid4()
    assert send_plan(id).status == "stored"
    assert send_plan(id).status == "already_stored"
    assert send_plan(id, base=1, note="ថ្ម").revision == 2
    assert [send_plan(id, base=base, note="ថ្ម").status for base in (0, 1, 2)] == ["already_stored"] * 3
    assert send_plan(id).revision == 1  # a late copy of the first
    late = send_plan(id, base=1, note="another phone")
    assert (late.status, late.revision) == ("conflict", 2)
    assert SetAsideItem.objects.get().kind == "planned-session"
    assert send_plan(id, base=2, note="another phone").revision == 3
    assert not SetAsideItem.objects.filter(dealt_with_at=None).exists()
    assert send_plan(id, base=3, cancelled=True).status == "stored"
    plan = PlannedSession.objects.get()
    assert (plan.status, plan.note, plan.revision_number) == ("cancelled", "another phone", 4)
    assert send_plan(id, base=4).status == "refused"


def test_changing_a_plan_back_while_the_receipt_of_a_change_is_lost_is_a_conflict(send_plan):
    id = uuid.uuid4()
    send_plan(id)
    assert send_plan(id, base=1).status == "already_stored"
    send_plan(id, base=1, note="ថ្ម")
    assert send_plan(id, base=1).status == "conflict"


def test_what_staff_changed_meanwhile_is_not_written_over(send_plan, client, coordinator):
    id = uuid.uuid4()
    send_plan(id)
    client.force_login(coordinator)
    plan = PlannedSession.objects.get()
    typed = {"ambassador": plan.ambassador_id, "venue": plan.venue_id, "status": "planned", "note": "ប្រជុំ"}
    client.post(f"/admin/planned-sessions/edit/{id}/", typed | {"planned_on": day(3).isoformat()})
    assert send_plan(id, base=1, note="ថ្ម").status == "conflict"
    assert PlannedSession.objects.get().note == "ប្រជុំ"


def test_a_plan_is_judged_by_the_day_it_was_made_and_by_its_fields(send_plan, elsewhere, coordinator):
    earlier = timezone.now() - dt.timedelta(days=3)
    past = {"planned_on": day(YESTERDAY).isoformat()}
    assert send_plan(uuid.uuid4(), made_at=earlier, **past).status == "stored"
    wrong = {"planned_on": "", "venue": elsewhere.code, "subject": "course:nonsense"}
    for changes, fields in ((past, {"planned_on"}), (wrong, {"planned_on", "venue", "subject"})):
        errors = send_plan(uuid.uuid4(), **changes).as_json()["errors"]
        assert set(errors) == fields
        assert all(texts["km"] and texts["en"] for texts in errors.values())
    assert PlannedSession.objects.count() == 1


def test_cancelling_what_never_came_leaves_nothing(send_plan):
    id = uuid.uuid4()
    assert [send_plan(id, cancelled=True).is_safe, PlannedSession.objects.exists()] == [True, False]


def test_nobody_changes_the_plan_of_somebody_else_or_plans_without_being_active(
    send_plan, school, ambassador
):
    other = make.plan(venue=school)
    assert send_plan(other.pk).status == send_plan(other.pk, cancelled=True).status == "refused"
    ambassador.status = "paused"
    ambassador.save()
    assert send_plan(uuid.uuid4()).status == "refused"
    other.refresh_from_db()
    assert (other.status, PlannedSession.objects.count()) == ("planned", 1)
    ambassador.stopped_on = day(YESTERDAY)
    ambassador.save()
    assert send_plan(uuid.uuid4()).status == "refused"
    assert send_plan(uuid.uuid4(), made_at=timezone.now() - dt.timedelta(days=1)).status == "stored"


def test_a_plan_keeps_its_place_and_its_subject_whatever_became_of_them(send_plan, school, tmp_path):
    id, course = uuid.uuid4(), pages.course(parent=pages.homes(tmp_path)["km"])
    said = {"subject": f"course:{course.translation_key}"}
    send_plan(id, **said)
    school.closed_on = school.opened_on
    school.save()
    course.unpublish()
    assert send_plan(id, base=1, note="ថ្ម", **said).status == "stored"
    assert set(send_plan(uuid.uuid4(), **said).problem.error_dict) == {"venue", "subject"}


@pytest.mark.parametrize("first", ["plan", "session"])
def test_a_session_logged_from_a_plan_that_was_only_on_the_phone_is_tied_to_it(
    send, send_plan, payload, first
):
    plan_id, session_id = uuid.uuid4(), uuid.uuid4()
    ways = [
        lambda: send_plan(plan_id, planned_on=day(TODAY).isoformat()),
        lambda: send(payload(plan=str(plan_id)), id=session_id),
    ]
    for hand_in in ways if first == "plan" else reversed(ways):
        assert hand_in().status == "stored"
    plan = PlannedSession.objects.get()
    assert (plan.status, plan.training_session_id) == ("done", session_id)
    # What was changed or cancelled on the phone before it knew is taken, and the plan stays done.
    assert send_plan(plan_id, base=1, planned_on=day(YESTERDAY).isoformat()).status == "stored"
    assert send_plan(plan_id, base=2, cancelled=True).status == "stored"
    plan.refresh_from_db()
    assert (plan.status, plan.planned_on) == ("done", day(YESTERDAY))


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
