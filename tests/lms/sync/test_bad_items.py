"""Items that nobody can use: each gets its status, staff see it, and the good ones of the same batch are stored."""

import datetime as dt
import json
import uuid

import pytest
from django.utils import timezone

from lms.models import Attempt, Completion, Feedback, Learner, LessonProgress, SetAsideItem, SyncItem
from lms.sync import Kind, kind_of, registry
from tests.lms.sync.conftest import attempt_at, progress_in
from tests.lms.sync.sender import Sender, made

pytestmark = pytest.mark.django_db


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def unknown_lesson(lesson):
    return attempt_at(lesson, page=str(uuid.uuid4()))


BAD = {
    "unknown kind": lambda lesson: made("dance", {}),
    "kind that is no text": lambda lesson: made(["quiz-attempt"], {}),
    "no payload": lambda lesson: made("quiz-attempt", None),
    "payload that is no object": lambda lesson: made("quiz-attempt", [1, 2]),
    "unknown lesson": unknown_lesson,
    "lesson that is no id": lambda lesson: attempt_at(lesson, page="first-lesson"),
    "no lesson": lambda lesson: attempt_at(lesson, page=None),
    "lesson of progress unknown": lambda lesson: progress_in(lesson, lesson=str(uuid.uuid4())),
    "answers that are a list": lambda lesson: attempt_at(lesson) | {"payload": {"answers": []}},
    "no answers": lambda lesson: attempt_at(lesson, {}),
    "a thousand answers": lambda lesson: attempt_at(lesson, {str(n): set() for n in range(1000)}),
    "screens that are numbers": lambda lesson: progress_in(lesson, screens=[1, 2]),
    "last screen that is a list": lambda lesson: progress_in(lesson, last_screen=["x"]),
    "unknown language": lambda lesson: attempt_at(lesson, language="xx"),
    "revision that is no number": lambda lesson: attempt_at(lesson, revision={"x": 1}),
    "face out of range": lambda lesson: made("feedback", {"lesson": str(lesson.translation_key), "face": 9}),
    "no moment": lambda lesson: attempt_at(lesson) | {"made_at": None},
    "moment without a zone": lambda lesson: attempt_at(lesson) | {"made_at": "2026-01-01T00:00:00"},
    "moment that is none": lambda lesson: attempt_at(lesson) | {"made_at": "2026-13-41T00:00:00Z"},
    "id that is none": lambda lesson: attempt_at(lesson) | {"id": "17"},
    "id written otherwise": lambda lesson: attempt_at(lesson) | {"id": str(uuid.uuid4()).upper()},
    "base revision below zero": lambda lesson: attempt_at(lesson) | {"base_revision": -1},
    "infinite number": lambda lesson: attempt_at(lesson, extra=float("inf")),
    "no number": lambda lesson: attempt_at(lesson, extra=float("nan")),
    "deeply nested": lambda lesson: attempt_at(lesson, extra=nested(500)),
    "1 MB": lambda lesson: attempt_at(lesson, extra="ក" * 180_000),
    "text": lambda lesson: "quiz-attempt",
    "null": lambda lesson: None,
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_item_is_set_aside_and_the_good_ones_beside_it_are_stored(sender, lesson, bad):
    item = BAD[bad](lesson)
    statuses = sender.statuses(progress_in(lesson), item, attempt_at(lesson))
    assert statuses == ["stored", "quarantined", "stored"]
    assert Completion.objects.filter(learner=sender.owner).count() == 1
    kept = SetAsideItem.objects.get()
    assert kept.as_text
    assert kept.owner is None or kept.owner.pk == sender.owner
    sender.send(item)
    assert SetAsideItem.objects.count() == 1  # the same trouble again is no second one


def test_what_is_set_aside_is_told_to_the_phone(sender, lesson):
    item = unknown_lesson(lesson)
    (result,) = sender.send(item)
    assert result["errors"]["__all__"]["km"]
    assert result["errors"]["__all__"]["en"]
    assert sender.state()[item["id"]] == {"kind": "quiz-attempt"} | result


def test_characters_that_no_database_holds_spoil_nothing(sender, lesson):
    item = attempt_at(lesson)
    item["payload"]["answers"]["x\x00\ud800"] = "\x00"
    assert sender.statuses(item, made("x\x00", {"\ud800": "\x00"}), attempt_at(lesson)) == [
        "stored",
        "quarantined",
        "stored",
    ]


def test_answers_to_questions_a_lesson_does_not_have_are_left_out(sender, lesson):
    item = attempt_at(lesson)
    item["payload"]["answers"][str(uuid.uuid4())] = ["x"]
    question = next(iter(lesson.questions))
    item["payload"]["answers"][question] = {"no": ["choice"]}
    assert sender.statuses(item) == ["stored"]
    assert Attempt.objects.get().answers.count() == len(lesson.questions) - 1


def test_a_moment_in_the_future_is_taken_to_be_now_and_flagged(sender, lesson):
    now = timezone.now()
    item = attempt_at(lesson) | {"made_at": (now + dt.timedelta(days=365)).isoformat()}
    sent_at = (now + dt.timedelta(days=365, minutes=1)).isoformat()
    assert sender.statuses(item, sent_at=sent_at) == ["stored"]
    row, attempt = SyncItem.objects.get(), Attempt.objects.get()
    assert row.is_clamped
    assert now <= row.made_at <= row.received_at
    assert attempt.made_at <= attempt.received_at
    assert abs(row.clock_skew - dt.timedelta(days=365, minutes=1).total_seconds()) < 60


def test_a_clock_a_year_behind_is_noted_and_the_work_kept(sender, lesson):
    now = timezone.now()
    item = attempt_at(lesson) | {"made_at": (now - dt.timedelta(days=365)).isoformat()}
    sender.send(item, sent_at=(now - dt.timedelta(days=365)).isoformat())
    row = SyncItem.objects.get()
    assert not row.is_clamped
    assert abs(row.clock_skew + dt.timedelta(days=365).total_seconds()) < 60


@pytest.mark.parametrize(
    "moment", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_no_phone_can_mean_is_taken_to_be_now(sender, lesson, moment):
    assert sender.statuses(attempt_at(lesson) | {"made_at": moment}, sent_at=moment) in (
        ["stored"],
        ["quarantined"],
    )
    if row := SyncItem.objects.first():
        assert row.is_clamped


@pytest.mark.parametrize("sent_at", [None, 7, "yesterday", ["x"]])
def test_a_phone_that_does_not_say_when_it_sends_is_heard(sender, lesson, sent_at):
    assert sender.statuses(attempt_at(lesson), sent_at=sent_at) == ["stored"]
    assert SyncItem.objects.get().clock_skew is None


def test_an_id_of_somebody_else_is_set_aside_and_nothing_is_said_of_the_other(sender, lesson):
    item = attempt_at(lesson)
    sender.send(item)
    thief = Sender(sender.client)
    (result,) = thief.send(item)
    (nonsense,) = thief.send(unknown_lesson(lesson))
    assert result | {"id": None} == nonsense | {"id": None}
    assert Attempt.objects.get().learner_id == sender.owner
    assert SetAsideItem.objects.filter(reason="foreign").get().owner.pk == thief.owner
    assert sender.statuses(item) == ["already_stored"]
    assert sender.state()[item["id"]]["status"] == "stored"


def test_an_item_the_server_fails_on_is_kept_and_spoils_no_other(sender, lesson, monkeypatch, caplog):
    def fail(item, content, *, by):
        LessonProgress.objects.create(learner=by, lesson_key=uuid.uuid4(), updated_at=timezone.now())
        raise ZeroDivisionError

    kind = Kind(name="brittle", schema=lambda payload, *, by: payload, handle=fail)
    monkeypatch.setitem(registry._kinds, "brittle", kind)
    assert kind_of("brittle") is kind
    assert sender.statuses(attempt_at(lesson), made("brittle", {}), attempt_at(lesson)) == [
        "stored",
        "quarantined",
        "stored",
    ]
    assert SetAsideItem.objects.get().reason == "failed"
    assert not LessonProgress.objects.exists()
    assert "brittle" in caplog.text


def test_what_fails_together_is_taken_in_one_by_one(sender, lesson):
    from tests import factories as make

    taken = attempt_at(lesson)
    Attempt.objects.create(
        id=taken["id"],
        learner=make.learner(),
        page_key=lesson.translation_key,
        revision_id=lesson.live_revision_id,
        language="km",
        made_at=timezone.now(),
    )
    good = [attempt_at(lesson), progress_in(lesson)]
    assert sender.statuses(good[0], taken, good[1]) == ["stored", "quarantined", "stored"]
    assert Attempt.objects.filter(learner=sender.owner).count() == 1


def test_feedback_is_anonymous_and_counted_once(sender, lesson):
    payload = {"lesson": str(lesson.translation_key), "face": 3, "language": "km"}
    item = made("feedback", payload)
    assert sender.statuses(item, attempt_at(lesson), item) == ["stored", "stored", "already_stored"]
    assert sender.statuses(made("feedback", payload) | {"id": item["id"]}) == ["already_stored"]
    feedback, receipt = Feedback.objects.get(), SyncItem.objects.get(pk=item["id"])
    assert str(feedback.pk) != item["id"]
    assert (feedback.face, feedback.made_on) == (3, timezone.localdate())
    assert (receipt.learner, receipt.user, receipt.content_sha256) == (None, None, "")
    assert timezone.localtime(receipt.received_at).time() == dt.time(0)
    assert receipt.made_at == receipt.received_at
    assert item["id"] not in sender.state()


def test_feedback_counts_at_the_zone_whose_poster_the_learner_came_through(sender, lesson):
    from tests import factories as make

    assert sender.statuses(attempt_at(lesson)) == ["stored"]
    zone = make.venue()
    for came_through in (None, zone):
        Learner.objects.filter(pk=sender.owner).update(came_through=came_through)
        sender.send(made("feedback", {"lesson": str(lesson.translation_key), "face": 1, "language": "km"}))
    assert set(Feedback.objects.values_list("venue", flat=True)) == {None, zone.pk}


def test_feedback_that_cannot_be_used_says_nothing_of_its_owner_either(sender, lesson):
    item = made("feedback", {"lesson": str(uuid.uuid4()), "face": 1})
    assert sender.statuses(item) == ["quarantined"]
    assert SetAsideItem.objects.get().owner is None
    assert str(sender.owner) not in json.dumps(SetAsideItem.objects.values().get(), default=str)
