"""Whatever is sent, the endpoint answers with a reason and never fails."""

import json
import uuid

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.models import Attempt
from tests.lms.sync.conftest import attempt_at, progress_in
from tests.lms.sync.sender import SYNC, Sender, made

pytestmark = pytest.mark.django_db

FIELDS = [
    "lesson",
    "page",
    "revision",
    "language",
    "screens",
    "last_screen",
    "answers",
    "face",
    "gender",
    "pin",
    "nickname",
]
KINDS = ["lesson-progress", "quiz-attempt", "registration", "feedback", "guest-gender", "training-session"]
any_text = st.text(st.characters(codec=None))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text | st.uuids().map(str),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | any_text, inner, max_size=4)
    ),
    max_leaves=10,
)
items = st.fixed_dictionaries(
    {"id": st.uuids().map(str), "kind": st.sampled_from(KINDS) | any_text, "payload": json_values},
    optional={"made_at": st.just("2026-01-05T08:00:00Z") | json_values, "base_revision": json_values},
)
bodies = st.fixed_dictionaries(
    {
        "owner": st.uuids().map(str) | json_values,
        "items": st.lists(items | json_values, max_size=6) | json_values,
    },
    optional={"sent_at": json_values, "app_version": json_values},
)
often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@often
@given(content=bodies | json_values)
def test_any_json_is_answered(content):
    sender = Sender(Client())
    answer = sender.post(json.dumps(content))
    assert answer.status_code in (200, 400, 401, 413), content
    assert answer.headers["X-Sala"] == "1"
    if answer.status_code == 200:
        assert len(answer.json()["results"]) == len(content["items"])


@often
@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered(content):
    answer = Client().post(
        SYNC,
        content,
        content_type="application/json",
        headers={"Authorization": f"Submit {Sender(None).key}"},
    )
    assert answer.status_code == 400
    assert answer.headers["X-Sala"] == "1"


@often
@given(changes=st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=3), kind=st.sampled_from(KINDS))
def test_any_payload_leaves_the_good_item_beside_it_stored(lesson, changes, kind):
    sender, good = Sender(Client(), owner=uuid.uuid4()), attempt_at(lesson)
    usual = progress_in(lesson)["payload"] | attempt_at(lesson)["payload"]
    statuses = sender.statuses(made(kind, usual | changes), good)
    assert statuses[1] == "stored"
    assert statuses[0] in ("stored", "refused", "quarantined")
    assert Attempt.objects.filter(pk=good["id"], learner=sender.owner).exists()
