"""A place that is in no list yet. Reports need a venue for every training session; this is the stand-in until then.

The session keeps the place in its ambassador's words (`venue_text`) and waits: a constraint keeps it from being
verified until a coordinator has chosen a venue of the list in its place (ambassadors.review.decisions.choose_venue).
"""

import datetime as dt

from lms.models import Setting, Venue, VenueKind

NOT_LISTED = "not-listed"
# Opened and closed on one day, it is in use on none: no list of places to choose from ever holds it.
LONG_AGO = dt.date(2020, 1, 1)


def stand_in(area):
    """The venue that stands for every place of `area` that is in no list; made when it is first needed."""
    kind, _is_new = VenueKind.objects.get_or_create(
        code=NOT_LISTED, defaults={"name_km": "មិនទាន់មានក្នុងបញ្ជី", "name_en": "Not in the list yet"}
    )
    venue, _is_new = Venue.objects.get_or_create(
        code=f"{NOT_LISTED}-{area.pk}",
        defaults={
            "name_km": f"មិនទាន់មានក្នុងបញ្ជី ({area.name_km})",
            "name_en": f"Not in the list yet ({area.name_latin})",
            "kind": kind,
            "area": area,
            "setting": Setting.RURAL,
            "opened_on": LONG_AGO,
            "closed_on": LONG_AGO,
        },
    )
    return venue
