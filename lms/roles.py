"""What each role may do inside its area (R7).

The one table behind the staff groups and behind every `visible_to(user)`. Permissions are named as strings, so
that this package knows nothing of the apps above it.
"""

_PLACES = {"lms.view_venue", "lms.view_partner", "lms.view_area", "hotspots.view_zone"}
_REPORTS = {"lms.view_reach", "lms.export_reach"}
_SESSIONS = {"ambassadors.view_trainingsession", "ambassadors.view_ambassador"}
_NOTES = {"ambassadors.view_school", "ambassadors.view_issuenote"}
_KEEP_NOTES = {
    "ambassadors.add_school",
    "ambassadors.change_school",
    "ambassadors.change_issuenote",
}
# A complaint may be about a coordinator or an ambassador, so that only managers read it.
_COMPLAINTS = {"lms.view_complaint", "lms.change_complaint"}
_REVIEW = {"ambassadors.review_trainingsession"}
_PEOPLE = {"lms.view_person", "lms.view_certificate"}
_SET_ASIDE = {"lms.view_setasideitem", "lms.change_setasideitem"}
_ADMIN = {"wagtailadmin.access_admin"}
_KEEP_PLACES = {
    "lms.add_venue",
    "lms.change_venue",
    "lms.add_partner",
    "lms.change_partner",
}
_KEEP_ZONES = {
    "hotspots.view_zone",
    "hotspots.add_zone",
    "hotspots.change_zone",
    "hotspots.view_accesspoint",
    "hotspots.add_accesspoint",
    "hotspots.change_accesspoint",
    "hotspots.view_usagesource",
    "hotspots.add_connection",
}
_MANAGE = (
    _ADMIN
    | _PLACES
    | _REPORTS
    | _SESSIONS
    | _PEOPLE
    | _KEEP_PLACES
    | _KEEP_ZONES
    | _SET_ASIDE
    | _NOTES
    | _KEEP_NOTES
    | _COMPLAINTS
    | {"lms.revoke_certificate"}
)

PERMISSIONS = {
    "province_manager": _MANAGE | {"ambassadors.add_ambassador", "ambassadors.change_ambassador"},
    "municipal_manager": _MANAGE,
    "commune_viewer": _ADMIN | _PLACES | {"lms.view_reach"},
    "partner": _ADMIN | _PLACES | {"lms.view_reach"},
    "editor": _ADMIN | {"wagtail_localize.submit_translation"},
    "me_officer": _ADMIN | _PLACES | _REPORTS | _SESSIONS | _NOTES,
    "coordinator": _ADMIN
    | _PLACES
    | _SESSIONS
    | _REVIEW
    | _PEOPLE
    | _NOTES
    | _KEEP_NOTES
    | {"lms.add_venue", "lms.change_venue", "lms.view_reach"}
    | {"ambassadors.add_ambassador", "ambassadors.change_ambassador"},
    "zone_operator": _ADMIN | _PLACES | _KEEP_ZONES,
    # The places an ambassador may choose from when logging a training session.
    "ambassador": {"lms.view_venue"},
}
