"""The same in plain words of the reader's language; what is long is told in numbers, and whole in the file."""

from collections import Counter

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, FieldSignIn, TrainingSession, course_titles
from ambassadors.my_data.reading import applications_of, attendances_of, sessions_of
from lms.holdings import Section
from lms.plain_words import day


def sections(person):
    """[Section] of what there is; nothing of it for most learners."""
    ambassador = Ambassador.objects.filter(person=person).select_related("area", "partner").first()
    found = [
        Section(_("Training sessions and groups"), [*sessions_attended(person), *groups(person)]),
        Section(_("My application as an ambassador"), list(applications(person))),
    ]
    if ambassador is not None:
        found += [
            Section(_("I as an ambassador"), [*about(ambassador), *work(ambassador), *phones(ambassador)]),
            Section(_("My steps as an ambassador"), list(steps(ambassador))),
        ]
    return [section for section in found if section.lines]


def sessions_attended(person):
    attendances = list(attendances_of(person))
    titles = course_titles() if any(found.training_session.course_key for found in attendances) else {}
    for attendance in attendances:
        session = attendance.training_session
        subject = titles.get(session.course_key) or session.topic
        parts = [date_format(session.held_on), subject and str(subject), session.place]
        if session.status != TrainingSession.Status.VERIFIED:
            parts.append(session.get_status_display())
        yield _("Training session"), ", ".join(part for part in parts if part)
        if attendance.has_consent:
            yield _("Written down by name"), _("because I agreed")


def groups(person):
    for group in person.learner_groups.all():
        yield _("A group I belong to"), group.name


def applications(person):
    for application in applications_of(person):
        yield _("Sent on"), day(application.applied_at)
        if application.name:
            yield _("Name"), application.name
            yield _("Phone number"), application.phone
        yield _("State"), application.get_state_display()
        if application.reason:
            yield _("Reason"), application.reason


def about(ambassador):
    yield _("Status"), ambassador.get_status_display()
    yield _("Area"), str(ambassador.area)
    if ambassador.partner:
        yield _("Partner"), str(ambassador.partner)
    if languages := ambassador.spoken_languages:
        yield _("Languages"), languages
    yield _("Joined on"), date_format(ambassador.joined_on)
    if ambassador.required_course_done_at:
        yield _("Required course done at"), day(ambassador.required_course_done_at)
    if ambassador.stopped_on:
        yield _("Sessions until"), date_format(ambassador.stopped_on)


def work(ambassador):
    """How much of each kind; the lists stand on the field pages and in the file."""
    by_status = Counter(sessions_of(ambassador).order_by().values_list("status", flat=True))
    if by_status:
        states = [
            f"{by_status[status]} ({status.label})" for status in TrainingSession.Status if by_status[status]
        ]
        yield _("Training sessions"), ", ".join(states)
    for label, rows in (
        (_("Planned sessions"), ambassador.planned_sessions),
        (_("Issue notes"), ambassador.issue_notes),
        (_("My groups"), ambassador.learner_groups),
        (_("Certificates of service"), ambassador.service_certificates),
    ):
        if number := rows.count():
            yield label, str(number)


def phones(ambassador):
    for sign_in in FieldSignIn.objects.filter(user__person=ambassador.person_id):
        told = _("signed in on %(day)s, last used on %(last)s") % {
            "day": day(sign_in.made_at),
            "last": day(sign_in.last_used_at),
        }
        label = sign_in.label and format_html('<span lang="en" translate="no">{}</span>', sign_in.label)
        yield label or _("Phone"), f"{told} ({sign_in.state})"


def steps(ambassador):
    for event in ambassador.events.all():
        what = event.get_kind_display()
        yield day(event.at), f"{what}: {event.reason}" if event.reason else what
