"""The staff page of one training session: what was said, what looks odd, what was decided, and the next decision."""

import json

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from ambassadors.models import ReviewEvent, SpotCheck, TrainingSession
from ambassadors.moments import moment
from ambassadors.review.actions import versions_set_aside
from ambassadors.review.compare import Comparison
from ambassadors.review.forms import DecisionForm
from ambassadors.review.queue import entries_of, explain
from ambassadors.sessions.headcount import Headcount
from lms.viewsets.scoped import ScopedInspectView

State = TrainingSession.Status


class TrainingSessionInspectView(ScopedInspectView):
    """The whole record of one training session, and the decision about it."""

    page_title = gettext_lazy("Training session")

    def post(self, request, *args, **kwargs):
        form = DecisionForm(request.POST, session=self.object)
        if event := form.decide(by=request.user):
            messages.success(request, f"{self.object}: {event.get_kind_display()}.")
            return redirect("review_queue" if "queue" in request.GET else self.index_url_name)
        self.object.refresh_from_db()
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        session, user = self.object, self.request.user
        is_reviewable = TrainingSession.objects.reviewable_by(user).filter(pk=session.pk).exists()
        is_own = session.is_led_by(user)
        revisions = list(session.revisions.select_related("sent_by"))
        headcount = Headcount.of(session)
        context = {
            "particulars": particulars(session),
            "people_total": headcount.total + session.attendances.count(),
            "headcount": headcount.table(),
            "events": session.review_events.select_related("by", "duplicate_of__venue"),
            "revisions": revisions,
            "change": Comparison(*(each.payload for each in revisions[-2:])) if len(revisions) > 1 else None,
            "possible": DecisionForm.possible_for(session) if is_reviewable else [],
            "is_own": is_own,
            "may_decide": is_reviewable and not is_own,
            "photo": session.photo if is_reviewable else None,
            "photo_heading": _("Photo of the room") if is_reviewable else "",
            "form": DecisionForm(session=session, reason=self.reason_of_spot_check()),
            "decision_heading": _("Decide"),
            "headcount_heading": _("People"),
            "particulars_heading": _("What the ambassador says"),
            "history_heading": _("History"),
            "flags_heading": _("What looks odd"),
            "versions_heading": _("Two versions: choose one"),
            "change_heading": _("What the last revision changed"),
            "address": f"{reverse('training_sessions:inspect', args=[session.pk])}{self.where_from}",
        }
        if is_reviewable:
            context |= self.for_reviewers(revisions)
        return super().get_context_data(**context | kwargs)

    def for_reviewers(self, revisions):
        session, stored = self.object, revisions[-1].payload if revisions else {}
        items = versions_set_aside(session)
        versions = [(item, Comparison(stored, json.loads(item.raw).get("payload"))) for item in items]
        is_looked_at = session.status == State.SUBMITTED or versions
        entries = entries_of(TrainingSession.objects.filter(pk=session.pk)) if is_looked_at else []
        return {
            "entry": next(iter(explain(entries, self.request.user)), None),
            "versions": versions,
            "copies": session.duplicates.select_related("venue", "ambassador__person"),
            "may_be_duplicate": session.status in (State.SUBMITTED, State.VERIFIED, State.RETURNED),
        }

    @property
    def where_from(self):
        return "?queue" if "queue" in self.request.GET else ""

    def reason_of_spot_check(self):
        """What a spot check did not confirm is the reason to be written down, unless another fits better."""
        asked = self.request.GET.get("spot_check", "")
        checks = SpotCheck.objects.recordable_by(self.request.user).filter(training_session=self.object)
        found = checks.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
        return found.note if found else ""


def particulars(session):
    """[(label, value)] of everything an ambassador said but the headcount."""
    colleagues = ", ".join(map(str, session.co_ambassadors.select_related("person")))
    return [
        (_("Status"), session.get_status_display()),
        (_("Date"), date_format(session.held_on)),
        (_("Start"), session.starts_at and time_format(session.starts_at)),
        (_("Duration in minutes"), session.duration_minutes),
        (_("Venue"), session.place),
        (_("Commune"), session.venue.area),
        (_("Location"), location_of(session)),
        (_("Kind"), session.get_kind_display()),
        (_("Grade and class"), session.grade),
        (_("Language"), session.get_language_display()),
        (_("Course or topic"), session.subject),
        (_("Ambassador"), session.ambassador),
        (_("Together with"), colleagues),
        (_("Partner"), session.partner),
        (_("People with disabilities"), session.people_with_disabilities),
        *((capfirst(label), people) for label, people in session.priority_lines),
        (_("By name"), session.attendances.count()),
        (_("Note"), session.note),
        (_("From paper"), _("Yes") if session.is_from_paper else _("No")),
        (_("Made at"), moment(session.made_at)),
        (_("Received at"), moment(session.received_at)),
    ]


def location_of(session):
    """Where the phone was, or that it was forgotten; "" where it was never told."""
    if session.latitude is not None:
        return f"{session.latitude}, {session.longitude} (± {session.accuracy_metres} m)"
    if session.location_forgotten_at is None:
        return ""
    decisions = session.review_events.filter(
        kind__in=ReviewEvent.FINAL, at__lte=session.location_forgotten_at
    )
    decided_at = decisions.order_by("at").values_list("at", flat=True).last() or session.received_at
    days = (session.location_forgotten_at - decided_at).days
    return ngettext(
        "The location was forgotten %(days)s day after the decision; the commune remains.",
        "The location was forgotten %(days)s days after the decision; the commune remains.",
        days,
    ) % {"days": days}
