"""What each role may do inside its area (R7).

The one table behind the staff groups and behind every `visible_to(user)`. Permissions are named as strings, so
that this package knows nothing of the apps above it.
"""

_PLACES = {"lms.view_venue", "lms.view_partner", "lms.view_area", "hotspots.view_zone"}
_REPORTS = {"lms.view_reach", "lms.export_reach"}
_LEARNING = {"lms.view_learning", "lms.view_difficulty", "lms.view_small_counts"}
_SESSIONS = {"ambassadors.view_trainingsession", "ambassadors.view_ambassador"}
_NOTES = {"ambassadors.view_school", "ambassadors.view_issuenote"}
_KEEP_NOTES = {
    "ambassadors.add_school",
    "ambassadors.change_school",
    "ambassadors.change_issuenote",
}
_PLANS = {"ambassadors.view_plannedsession", "ambassadors.view_announcement"}
_KEEP_PLANS = {
    "ambassadors.add_plannedsession",
    "ambassadors.change_plannedsession",
    "ambassadors.add_announcement",
    "ambassadors.change_announcement",
}
# A complaint may be about a coordinator or an ambassador, so that only managers read it.
_COMPLAINTS = {"lms.view_complaint", "lms.change_complaint"}
_REVIEW = {
    "ambassadors.review_trainingsession",
    "ambassadors.view_stafftask",
    "ambassadors.change_stafftask",
}
_SET_REVIEW = {"ambassadors.change_reviewrule", "ambassadors.change_reviewpolicy"}
_PEOPLE = {"lms.view_person", "lms.view_certificate"}
_KEEP_PEOPLE = {"lms.add_person", "lms.change_person", "lms.merge_person"}
_SET_ASIDE = {"lms.view_setasideitem", "lms.change_setasideitem"}
_ENROL = {
    "ambassadors.add_ambassador",
    "ambassadors.change_ambassador",
    "ambassadors.view_application",
    "ambassadors.change_application",
}
_COUNT_AT_ZONES = {"hotspots.add_observationcount"}
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
    | _LEARNING
    | _SESSIONS
    | _PEOPLE
    | _KEEP_PEOPLE
    | _KEEP_PLACES
    | _KEEP_ZONES
    | _COUNT_AT_ZONES
    | _SET_ASIDE
    | _NOTES
    | _KEEP_NOTES
    | _COMPLAINTS
    | _PLANS
    | _KEEP_PLANS
    | {"lms.revoke_certificate", "lms.export_attempts"}
)

PERMISSIONS = {
    "province_manager": _MANAGE | _SET_REVIEW | _ENROL,
    "municipal_manager": _MANAGE,
    # Without view_small_counts, so what they see of learning is masked (counting.md).
    "commune_viewer": _ADMIN | _PLACES | {"lms.view_reach", "lms.view_learning"},
    "partner": _ADMIN | _PLACES | {"lms.view_reach", "lms.view_learning"},
    "editor": _ADMIN
    | {"content.view_audience", "content.add_audience", "content.change_audience"}
    | {"ambassadors.view_resource", "ambassadors.add_resource", "ambassadors.change_resource"}
    | {"wagtail_localize.submit_translation", "lms.view_difficulty"},
    "me_officer": _ADMIN
    | _PLACES
    | _REPORTS
    | _LEARNING
    | _SESSIONS
    | _NOTES
    | _PLANS
    | {"lms.export_attempts"},
    "coordinator": _ADMIN
    | _PLACES
    | _LEARNING
    | _SESSIONS
    | _REVIEW
    | _PEOPLE
    | _KEEP_PEOPLE
    | _NOTES
    | _KEEP_NOTES
    | _ENROL
    | _PLANS
    | _KEEP_PLANS
    | _COUNT_AT_ZONES
    | _SET_ASIDE
    | {"ambassadors.view_learnergroup"}
    | {"lms.add_venue", "lms.change_venue", "lms.view_reach"},
    "zone_operator": _ADMIN | _PLACES | _KEEP_ZONES | _COUNT_AT_ZONES,
    # The places an ambassador may choose from when logging a training session.
    "ambassador": {"lms.view_venue"} | _COUNT_AT_ZONES,
}
