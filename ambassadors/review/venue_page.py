"""A training session whose place is not in the list: the coordinator finds its venue, or makes a new one."""

from difflib import SequenceMatcher
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from ambassadors.models import TrainingSession
from ambassadors.plans.reading import kind_at
from ambassadors.review.access import may_review, only
from ambassadors.review.decisions import choose_venue, reviewed_venues, verify
from ambassadors.review.forms import SeenForm
from ambassadors.review.views import back_to, frame, reviewable
from ambassadors.sessions.places import NOT_LISTED
from lms.khmer import has_khmer, search_key
from lms.models import Area, Setting, Venue, VenueKind

ALIKE, SUGGESTED = 0.5, 5
ADD_VENUE = "lms.add_venue"
HOME = TrainingSession.Kind.HOME


class ChooseForm(SeenForm):
    """A venue of the list that was in use on that day, those with a similar name first."""

    venue = forms.ModelChoiceField(
        Venue.objects.none(),
        label=gettext_lazy("Venue"),
        error_messages={"required": gettext_lazy("Choose a venue, or make a new one below.")},
    )

    def __init__(self, data=None, *, session, user, seen):
        super().__init__(data, initial={"seen": seen})
        venues = reviewed_venues(user).open(on=session.held_on).exclude(kind__code=NOT_LISTED)
        venues = venues.select_related("area").order_by("area__code", "name_en", "pk")
        self.fields["venue"].queryset = venues
        similar = self.similar = alike(session.venue_text, venues)
        groups = [(_("Similar names"), [(venue.pk, f"{venue}, {venue.area}") for venue in similar])] * bool(
            similar
        )
        for area, of_area in groupby(venues, key=lambda venue: venue.area):
            groups.append((str(area), [(venue.pk, str(venue)) for venue in of_area]))
        self.fields["venue"].choices = [("", "—"), *groups]


class NewVenueForm(SeenForm, forms.ModelForm):
    """A venue with what the list must know of it; the rest can be added among the places."""

    prefix = "new"

    keeps_location = forms.BooleanField(
        label=gettext_lazy("Keep the place where the ambassador stood as the place of the venue"),
        help_text=gettext_lazy("The ambassadors of the area get it, too. Where a home is, is never kept."),
        required=False,
    )

    class Meta:
        model = Venue
        fields = ["name_km", "name_en", "kind", "area", "setting"]

    def __init__(self, data=None, *, session, user, seen):
        words = session.venue_text
        super().__init__(data, initial={"name_km" if has_khmer(words) else "name_en": words, "seen": seen})
        communes = Area.objects.current().filter(
            user.area_condition("pk", ADD_VENUE), level=Area.Level.COMMUNE
        )
        self.fields["area"].queryset = communes.order_by("code")
        self.fields["kind"].queryset = VenueKind.objects.exclude(code=NOT_LISTED)
        self.fields["setting"].choices = [("", "—"), *Setting.choices]
        if session.latitude is None or session.kind == HOME:
            del self.fields["keeps_location"]


def alike(words, venues):
    """The few venues whose name in either language is most like some words."""
    key = search_key(words).replace(" ", "")

    def likeness(venue):
        names = [search_key(name).replace(" ", "") for name in (venue.name_km, venue.name_en)]
        return max(0.9 if name and (name in key or key in name) else _ratio(key, name) for name in names)

    rated = sorted(
        ((likeness(venue), -venue.pk, venue) for venue in venues), reverse=True, key=lambda row: row[:2]
    )
    return [venue for rate, _pk, venue in rated[:SUGGESTED] if rate >= ALIKE]


def _ratio(one, other):
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0


@transaction.atomic
def place_in_new_venue(*, session, venue, by, seen=None, keeps_location=False):
    """Stores a new venue and chooses it; errors and `seen` as `choose_venue`.

    The session's location is forgotten in time, a venue's never: with `keeps_location` alone the venue lies where the
    phone was, and a home never does.
    """
    base = slugify(venue.name_en)[:30].strip("-") or "venue"
    venue.code = base
    number = 2
    while Venue.objects.filter(code=venue.code).exists():
        venue.code, number = f"{base}-{number}", number + 1
    venue.opened_on = session.held_on
    if keeps_location and HOME not in (session.kind, kind_at(venue)):
        venue.latitude, venue.longitude = session.latitude, session.longitude
    venue.save()
    log(venue, "wagtail.create", user=by)
    return choose_venue(session=session, venue=venue, by=by, seen=seen)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_review)
def choose(request, pk):
    session, user = reviewable(request, pk), request.user
    is_new = "make" in request.POST
    # The page of the session says which version led here.
    details = {"session": session, "user": user, "seen": request.GET.get("seen") or session.version}
    form = ChooseForm(request.POST if request.POST and not is_new else None, **details)
    new_form = NewVenueForm(request.POST if is_new else None, **details)
    typed = new_form if is_new else form
    if request.method == "POST" and typed.is_valid():
        seen = typed.cleaned_data["seen"]
        try:
            if is_new:
                placed = place_in_new_venue(
                    session=session,
                    venue=new_form.save(commit=False),
                    by=user,
                    seen=seen,
                    keeps_location=new_form.cleaned_data.get("keeps_location", False),
                )
            else:
                placed = choose_venue(session=session, venue=form.cleaned_data["venue"], by=user, seen=seen)
            messages.success(request, _("The venue is chosen: %(venue)s.") % {"venue": placed.venue})
            if "verify" in request.POST:
                event = verify(session=placed, by=user, seen=seen)
                messages.success(request, f"{placed}: {event.get_kind_display()}.")
                return redirect("review_queue")
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        return back_to(session)
    context = frame(_("Choose the venue"), "site", session=session, form=form, new_form=new_form)
    status = 422 if request.method == "POST" else 200
    return render(request, "ambassadors/admin/venue.html", context, status=status)
