"""The ambassador's phone pages, /field/."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambassadors.access import ambassador_page, field_page, next_address
from ambassadors.groups import reading as groups
from ambassadors.models import ReviewEvent, TrainingSession
from ambassadors.phone.views import lines_on_phone
from ambassadors.plans import reading as plans
from ambassadors.sessions.forms import SignInForm, TrainingSessionForm
from ambassadors.sessions.headcount import Headcount
from ambassadors.sign_ins import phone_sessions
from ambassadors.team.required_course import required_course_of
from lms.sync import Item, Status, receive

State = TrainingSession.Status
SESSIONS_PER_PAGE = 20


@field_page
def sign_in(request):
    if request.user.is_authenticated and request.method == "GET":
        return redirect(next_address(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone_sessions.sign_in_by_password(request, form.user)
        return redirect(next_address(request))
    return render(request, "field/sign_in.html", {"form": form, "next": next_address(request)})


@field_page
@require_POST
def sign_out(request):
    phone_sessions.sign_out(request)
    wanted = next_address(request)
    return redirect("field:sign_in" if wanted == reverse("field:home") else wanted)


@ambassador_page
def sessions(request):
    found = sessions_of(request.ambassador).select_related("venue").with_people().with_reason()
    wanted = request.GET.get("status")
    if wanted in State.values:
        found = found.filter(status=wanted)
    page = Paginator(found, SESSIONS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "field/sessions.html",
        {"page_of_sessions": page, "status": wanted} | lines_on_phone(),
    )


@ambassador_page
def session(request, pk):
    """One training session: what was said about it, and every decision."""
    found = get_object_or_404(whole_sessions_of(request.ambassador), pk=pk)
    context = {
        "session": found,
        "subject": found.subject,
        "decision": standing_objection(found),
        "headcount": Headcount.of(found).table(),
        "named": found.attendances.count(),
        "photo": found.photo,
        "may_add_names": may_add_names(found, request.ambassador),
        "may_edit": found.ambassador_id == request.ambassador.pk and is_open_to_mending(found),
    }
    return render(request, "field/session.html", context)


@ambassador_page
def new_session(request):
    """An empty form, or one that `?plan=` or `?group=` of the ambassador's own has begun to fill in."""
    form = TrainingSessionForm(
        request.POST or None,
        ambassador=request.ambassador,
        user=request.user,
        given=given_values(request.ambassador, request.GET),
    )
    if request.method == "POST":
        return take_in(request, form, id=form.item_id)
    return show_form(request, form) if request.ambassador.last_day else show_inactive(request)


@ambassador_page
def edit_session(request, pk):
    found = get_object_or_404(
        whole_sessions_of(request.ambassador).filter(ambassador=request.ambassador), pk=pk
    )
    # Not asked again when the form comes back: whatever was decided meanwhile, what was typed must not be lost.
    if request.method != "POST" and not is_open_to_mending(found):
        return redirect("field:session", pk=pk)
    form = TrainingSessionForm(
        request.POST or None, ambassador=request.ambassador, user=request.user, session=found
    )
    if request.method == "POST":
        return take_in(request, form, id=pk)
    return show_form(request, form) if request.ambassador.last_day else show_inactive(request)


def given_values(ambassador, asked):
    """{form field: value} of the plan and the group that an address names; nothing of anybody else's."""
    plan = one_of(
        ambassador.planned_sessions.planned().select_related("venue__kind", "topic"), asked.get("plan")
    )
    group = one_of(ambassador.learner_groups.select_related("venue"), asked.get("group"))
    return groups.given_by(group) | plans.given_by(plan)


def one_of(rows, key):
    """The row with this key as typed into an address, or None."""
    try:
        return rows.filter(pk=uuid.UUID(key)).first() if key else None
    except ValueError:
        return None


def take_in(request, form, *, id):
    """Hands the form's content in as an item; shows the form again, as typed, unless it is safe now."""
    if "fill" in request.POST:
        return show_form(
            request, refilled(form, request, form.grid.with_the_rest(form["headcount_total"].value()))
        )
    item = Item(
        id=id,
        kind="training-session",
        payload=form.payload(),
        made_at=timezone.now(),
        base_revision=form.seen_revision,
    )
    receipt = receive(item, by=request.user)
    if receipt.status == Status.CONFLICT:
        return show_conflict(request, form, id=id)
    if not receipt.is_safe:
        form.add_problem(receipt.problem)
        return show_form(request, form)
    if is_unchanged(form.session, receipt):
        form.add_problem(
            ValidationError(
                _(
                    "Nothing was changed, so it was not sent again. Mend what was asked, or explain it in the note."
                )
            )
        )
        return show_form(request, form)
    messages.success(request, _("Your training session is safe. Your coordinator will look at it."))
    return redirect("field:session", pk=id)


def show_form(request, form, **context):
    context |= {"form": form, "session": form.session, "decision": standing_objection(form.session)}
    return render(request, "field/session_form.html", context)


def show_inactive(request):
    return render(request, "field/not_active.html", {"course": required_course_of(request)}, status=403)


def show_conflict(request, form, *, id):
    """Somebody saved other content under the same id. What was typed stays; saving again is a decision.

    A form for a new session was sent twice with different content (the phone's back button): saving again makes a
    second session. Otherwise saving again puts what is on this screen in place of the newer revision.
    """
    newer = get_object_or_404(whole_sessions_of(request.ambassador).with_people(), pk=id)
    is_new = form.session is None
    changes = {"id": str(uuid.uuid4())} if is_new else {"base_revision": str(newer.revision_number)}
    return show_form(request, refilled(form, request, changes), newer=newer, is_new=is_new)


def refilled(form, request, changes):
    """The same form as typed, with a few values changed, and not judged."""
    data = request.POST.copy()
    for name, value in changes.items():
        data[name] = value
    return TrainingSessionForm(data, ambassador=request.ambassador, user=request.user, session=form.session)


def is_unchanged(session, receipt):
    return (
        session is not None
        and receipt.status == Status.ALREADY_STORED
        and session.status == State.RETURNED
        and receipt.revision == session.revision_number
    )


def standing_objection(session):
    """The decision an ambassador has to answer or accept, or None."""
    if session is None or session.status not in (State.RETURNED, State.REJECTED):
        return None
    answered = ReviewEvent.ANSWERED_BY_AMBASSADOR
    return next((event for event in reversed(session.review_events.all()) if event.kind in answered), None)


def is_open_to_mending(session):
    """What has been verified is mended only after the coordinator has sent it back."""
    return session.status in (State.SUBMITTED, State.RETURNED)


def may_add_names(session, ambassador):
    return (
        session.ambassador_id == ambassador.pk
        and session.is_editable
        and session.kind != TrainingSession.Kind.SCHOOL
        and settings.NAMES_AT_SESSIONS
    )


def sessions_of(ambassador):
    # Sums drop the usual order, so it is said again.
    return TrainingSession.objects.led_by(ambassador).order_by("-held_on", "-made_at")


def whole_sessions_of(ambassador):
    return (
        sessions_of(ambassador)
        .select_related("venue__area", "topic", "partner", "ambassador__person")
        .with_names()
        .prefetch_related("headcount_cells", "review_events__by", "co_ambassadors__person")
    )
