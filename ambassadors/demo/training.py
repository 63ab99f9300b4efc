"""The training sessions as they were sent: what the ambassador wrote down, and when it arrived."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import count

from django.utils import timezone

from ambassadors.demo.headcounts import ask_about, count_heads
from ambassadors.demo.planning import Kind, Plan, plans
from ambassadors.demo.review import Reviewer
from ambassadors.models import (
    Attendance,
    HeadcountCell,
    ReviewEvent,
    TrainingSession,
    TrainingSessionRevision,
)
from ambassadors.sessions.headcount import Headcount
from lms.models import ConsentPurpose, Person
from lms.models.choices import MINOR_AGE_BANDS
from lms.sync import content_sha256

NOTES = [
    "អ្នកចូលរួមចង់រៀនម្តងទៀត។",
    "អ៊ីនធឺណិតយឺតបន្តិច។",
    "ភ្លៀងខ្លាំង អ្នកមកមានចំនួនតិច។",
    "ប្រើទូរសព្ទរួមគ្នា ពីរនាក់មួយគ្រឿង។",
    "អ្នកចូលរួមចូលចិត្តការអនុវត្តលើទូរសព្ទ។",
    "ត្រូវការផ្ទាំងប្រកាសបន្ថែម។",
]
NAMES_TAKEN, MOST_NAMES = 0.4, {Kind.COMMUNITY: 6, Kind.ZONE: 4, Kind.HOME: 2}


@dataclass(frozen=True)
class Report:
    """What the ambassador sent about a training session; a mended one is another report."""

    plan: Plan
    headcount: Headcount
    people_with_disabilities: int
    priority: dict
    feedback: dict
    note: str
    is_from_paper: bool

    @property
    def payload(self):
        """The content as the field pages send it (ambassadors/sync.py)."""
        plan = self.plan
        subject = {"course": str(plan.course_key)} if plan.course_key else {"topic": plan.topic.code}
        return subject | {
            "held_on": plan.held_on.isoformat(),
            "starts_at": f"{plan.starts_at:%H:%M}",
            "duration_minutes": plan.minutes,
            "venue": plan.venue.code,
            "kind": str(plan.kind),
            "headcount_total": self.headcount.total,
            "headcount": [
                {"gender": str(gender), "age_band": str(band), "count": heads}
                for (gender, band), heads in self.headcount.cells.items()
            ],
            "people_with_disabilities": self.people_with_disabilities,
            "priority": self.priority,
            "feedback": self.feedback,
            "note": self.note,
            "co_ambassadors": [colleague.pk for colleague in plan.colleagues],
            "from_paper": self.is_from_paper,
        }

    def mistaken(self):
        """The same with a slip of the finger: one cell counted ten times over."""
        key, heads = next(iter(self.headcount.cells.items()))
        return replace(self, headcount=Headcount(self.headcount.cells | {key: heads * 10}))


def load(demonstration):
    dice, asking = demonstration.dice("reports"), demonstration.dice("priority and faces")
    reviewer = Reviewer(demonstration)
    named = Named(demonstration)
    rows = Rows(demonstration)
    for plan in plans(demonstration):
        people = named.at(plan)
        report = _report(demonstration, dice, asking, plan, people)
        made_at, received_at = _sent(demonstration, dice, plan, report)
        if made_at >= demonstration.end:
            continue
        history = reviewer.history(plan, received_at)
        rows.add(f"training session {plan.number}", report, history, people, made_at, received_at)
        again_at = made_at + dt.timedelta(hours=dice.randint(20, 50))
        if history.status == "verified" and dice.random() < 0.03 and again_at < demonstration.end:
            copy, original = replace(report, note=""), demonstration.id(f"training session {plan.number}")
            decided = reviewer.duplicate(plan, again_at)
            rows.add(f"copy {plan.number}", copy, decided, [], again_at, again_at, original=original)
    rows.store()


def _report(demonstration, dice, asking, plan, people):
    headcount, with_disabilities = count_heads(
        dice,
        kind=plan.kind,
        district=plan.district.code,
        progress=demonstration.progress(plan.held_on),
        named=len(people),
    )
    asked = ask_about(asking, headcount.total)
    note = dice.choice(NOTES) if dice.random() < 0.25 else ""
    return Report(plan, headcount, with_disabilities, *asked, note, is_from_paper=dice.random() < 0.05)


def _sent(demonstration, dice, plan, report):
    """(made at, received at): mostly written down at once; paper comes later, and so does what had no network."""
    start = demonstration.moment(plan.held_on, plan.starts_at)
    made_at = start + dt.timedelta(minutes=plan.minutes + dice.randint(3, 60))
    if report.is_from_paper:
        made_at += dt.timedelta(days=dice.randint(1, 5))
    waited = dt.timedelta(hours=dice.randint(3, 60)) if dice.random() < 0.18 else dt.timedelta()
    received_at = made_at + dt.timedelta(seconds=dice.randint(2, 90)) + waited
    return made_at, min(received_at, max(made_at, demonstration.end - dt.timedelta(minutes=1)))


class Named:
    """Who was written down by name: grown-ups of the district, registered by then, who agreed to it."""

    def __init__(self, demonstration):
        self.dice = demonstration.dice("attendances")
        self.until = demonstration.until
        self.neighbours = {}
        people = Person.objects.filter(
            is_demo=True,
            learners__isnull=False,
            consents__purpose=ConsentPurpose.PROGRESS,
            consents__withdrawn_at=None,
        )
        for person in people.exclude(commune=None).select_related("commune").order_by("pk").distinct():
            if person.age_band_at(self.until) not in MINOR_AGE_BANDS:
                self.neighbours.setdefault(person.commune.parent_id, []).append(person)

    def at(self, plan):
        if plan.kind not in MOST_NAMES or self.dice.random() >= NAMES_TAKEN:
            return []
        possible = [
            person
            for person in self.neighbours.get(plan.district.pk, [])
            if timezone.localdate(person.registered_at) < plan.held_on
        ]
        return self.dice.sample(possible, min(len(possible), self.dice.randint(1, MOST_NAMES[plan.kind])))


class Rows:
    """Rows in the order in which the tables need them, stored at once."""

    def __init__(self, demonstration):
        self.demonstration = demonstration
        self.sessions, self.cells, self.revisions, self.events = [], [], [], []
        self.attendances, self.joint = [], []
        self.numbers = count()

    def add(self, name, report, history, people, made_at, received_at, original=None):
        plan = report.plan
        session = TrainingSession(
            id=self.demonstration.id(name),
            ambassador=plan.ambassador,
            held_on=plan.held_on,
            starts_at=plan.starts_at,
            duration_minutes=plan.minutes,
            venue=plan.venue,
            kind=plan.kind,
            course_key=plan.course_key,
            topic=plan.topic,
            partner=plan.venue.host,
            people_with_disabilities=report.people_with_disabilities,
            priority_counts=report.priority,
            feedback_counts=report.feedback,
            note=report.note,
            is_from_paper=report.is_from_paper,
            status=history.status,
            duplicate_of_id=original if history.status == TrainingSession.Status.DUPLICATE else None,
            revision_number=history.revisions,
            made_at=made_at,
            received_at=received_at,
        )
        self.sessions.append(session)
        final = report.mistaken() if history.is_mistaken else report
        self._add_revision(
            session, 1, report.mistaken() if history.was_returned else report, made_at, received_at
        )
        if history.sent_again_at:
            self._add_revision(session, 2, report, history.sent_again_at, history.sent_again_at)
        self.cells += (
            HeadcountCell(training_session=session, gender=gender, age_band=band, count=heads)
            for (gender, band), heads in final.headcount.cells.items()
        )
        self.events += (
            ReviewEvent(
                training_session=session,
                kind=event.kind,
                reason=event.reason,
                revision_number=event.revision,
                duplicate_of_id=original if event.kind == ReviewEvent.Kind.DUPLICATE else None,
                by=event.by,
                at=event.at,
            )
            for event in history.events
        )
        self.attendances += (
            Attendance(training_session=session, person=person, recorded_at=received_at) for person in people
        )
        joint = TrainingSession.co_ambassadors.through
        self.joint += (joint(trainingsession=session, ambassador=colleague) for colleague in plan.colleagues)

    def _add_revision(self, session, number, report, made_at, received_at):
        payload = report.payload
        self.revisions.append(
            TrainingSessionRevision(
                training_session=session,
                number=number,
                payload=payload,
                content_sha256=content_sha256(payload),
                sent_by=report.plan.ambassador.person.user,
                made_at=made_at,
                received_at=received_at,
            )
        )

    def store(self):
        TrainingSession.objects.bulk_create(self.sessions)
        TrainingSession.co_ambassadors.through.objects.bulk_create(self.joint)
        TrainingSessionRevision.objects.bulk_create(self.revisions)
        ReviewEvent.objects.bulk_create(self.events)
        HeadcountCell.objects.bulk_create(self.cells)
        Attendance.objects.bulk_create(self.attendances)
