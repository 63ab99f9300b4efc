"""What the lists of the session form offer: places, subjects, colleagues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Topic, course_titles
from ambassadors.sessions.places import NOT_LISTED
from lms.models import Venue

RECENT_VENUES = 3


class VenueSelect(forms.Select):
    """A list of places; each carries its name in both languages, by which ambassadors/places.js finds it."""

    names = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.names:
            option["attrs"]["data-names"] = self.names[value]
        return option


def venue_names(user):
    """{code: the name in Khmer and in Latin letters}."""
    venues = Venue.objects.visible_to(user).open().values_list("code", "name_km", "name_en")
    return {code: f"{name_km} {name_en}" for code, name_km, name_en in venues}


def venue_choices(ambassador, user, session):
    """The places in use, those used last first, the others by commune; none of them without an ambassador."""
    if ambassador is None:
        return [("", _("Choose a place")), (NOT_LISTED, _("A place that is not in this list"))]
    venues = {venue.pk: venue for venue in Venue.objects.visible_to(user).open().select_related("area")}
    if session and not session.venue_text:
        venues.setdefault(session.venue_id, session.venue)
    used = ambassador.training_sessions.order_by("-made_at").values_list("venue", flat=True)[:20]
    recent = [pk for pk in dict.fromkeys(used) if pk in venues][:RECENT_VENUES]
    groups = {_("Used last"): [venues.pop(pk) for pk in recent]} if recent else {}
    for venue in sorted(venues.values(), key=lambda venue: (venue.area.code, venue.name)):
        groups.setdefault(venue.area.name, []).append(venue)
    listed = [(label, [(venue.code, venue.name) for venue in members]) for label, members in groups.items()]
    return [("", _("Choose a place")), *listed, (NOT_LISTED, _("A place that is not in this list"))]


def subject_choices(record=None):
    """What is on offer, and the course of a session or plan that is being changed."""
    titles = course_titles()
    if record and record.course_key and record.course_key not in titles:
        titles[record.course_key] = record.subject
    courses = [(f"course:{key}", title) for key, title in titles.items()]
    topics = [(f"topic:{topic.code}", topic.name) for topic in Topic.objects.all()]
    groups = [(_("Courses"), courses), (_("Other topics"), topics)]
    return [("", _("Choose a course or topic")), *(group for group in groups if group[1])]


def colleague_choices(ambassador, session):
    if ambassador is None:
        return []
    active = ambassador.colleagues().active().select_related("person")
    chosen = session.co_ambassadors.select_related("person") if session else []
    return [(colleague.pk, str(colleague)) for colleague in {*active, *chosen}]
