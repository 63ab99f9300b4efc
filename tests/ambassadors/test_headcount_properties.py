"""Whatever a client sends: it is not stored, or genders and ages add up to what was counted (R27)."""

import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambassadors.models import TrainingSession
from ambassadors.sessions.grid import name_of
from ambassadors.sessions.headcount import Headcount
from lms.actions.submit_keys import keep_key
from lms.models import AgeBand, Gender
from lms.sync import Item, Status, receive
from lms.sync.pace import pace
from tests.lms.sync.sender import Sender, made, new_key

pytestmark = pytest.mark.django_db
within_one_test = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

counts = st.one_of(
    st.integers(-3, 12),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=4),
    st.sampled_from(["៣", " 7 ", "07", "1e3", "٣", "½", "-0", None, True, [], {}]),
)
cells = st.fixed_dictionaries(
    {
        "gender": st.sampled_from([*Gender.values, "other", None, 1]),
        "age_band": st.sampled_from([*AgeBand.values, "0-99"]),
        "count": counts,
    }
)


@pytest.fixture
def sender(client, user):
    """The ambassador's phone, which sends to the endpoint as any client could."""
    key = new_key()
    keep_key(key=key, owner=user)
    return Sender(client, owner=f"user:{user.pk}", key=key)


def check(session, status):
    if session is None:
        assert status in (Status.REFUSED, Status.QUARANTINED)
        return
    headcount = Headcount.of(session)
    total = sum(cell.count for cell in session.headcount_cells.all())
    assert 1 <= total <= 2000
    assert sum(headcount.of_gender(gender) for gender in Gender) == total
    assert sum(headcount.of_age(band) for band in AgeBand) == total
    assert session.people_with_disabilities <= total
    table = headcount.table()
    assert table["total"] == sum(row["total"] for row in table["rows"]) == total
    assert [column["total"] for column in table["columns"]] == [
        sum(column) for column in zip(*(row["counts"] for row in table["rows"]), strict=True)
    ]


@within_one_test
@given(headcount=st.one_of(st.lists(cells, max_size=6), counts), total=counts, disabilities=counts)
def test_whatever_comes_to_the_endpoint_is_refused_or_adds_up(
    sender, payload, headcount, total, disabilities
):
    pace.counts.clear()
    content = payload() | {
        "headcount": headcount,
        "headcount_total": total,
        "people_with_disabilities": disabilities,
    }
    item = made("training-session", content)
    (status,) = sender.statuses(item)
    check(TrainingSession.objects.filter(pk=item["id"]).first(), status)


right_cells = st.dictionaries(
    st.tuples(st.sampled_from(Gender.values), st.sampled_from(AgeBand.values)), st.integers(0, 40), min_size=1
)


@within_one_test
@given(right=right_cells, off=st.sampled_from([0, 0, 0, 1, -1, 7]))
def test_a_right_headcount_is_always_stored_and_a_wrong_total_never(user, payload, right, off):
    total = sum(right.values())
    headcount = [
        {"gender": gender, "age_band": band, "count": count} for (gender, band), count in right.items()
    ]
    content = payload(headcount=headcount, headcount_total=total + off, people_with_disabilities=0)
    item = Item(id=uuid.uuid4(), kind="training-session", payload=content, made_at=timezone.now())
    receipt = receive(item, by=user)
    assert receipt.is_safe == (off == 0 and 1 <= total <= 2000)
    check(TrainingSession.objects.filter(pk=item.id).first(), receipt.status)


@within_one_test
@given(
    typed=st.dictionaries(
        st.tuples(st.sampled_from(Gender.values), st.sampled_from(AgeBand.values)),
        st.text(alphabet="0123០១២-. x", max_size=3),
        max_size=5,
    ),
    total=st.text(alphabet="0123០១២-. x", max_size=3),
)
def test_any_form_is_refused_or_adds_up(client, user, topic, school, typed, total):
    client.force_login(user)
    id = uuid.uuid4()
    data = {name_of(gender, band): text for (gender, band), text in typed.items()} | {
        "id": str(id),
        "held_on": timezone.localdate().isoformat(),
        "duration": "60",
        "venue": school.code,
        "kind": "school",
        "subject": f"topic:{topic.code}",
        "headcount_total": total,
    }
    response = client.post("/field/sessions/new/", data)
    session = TrainingSession.objects.filter(pk=id).first()
    assert response.status_code == (302 if session else 200)
    if session:
        assert sum(cell.count for cell in session.headcount_cells.all()) > 0
