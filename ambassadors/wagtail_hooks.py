from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from ambassadors.notes.viewsets import IssueCategoryViewSet, IssueNoteViewSet
from ambassadors.phone import rescue_views
from ambassadors.plans import panel as plan_panel
from ambassadors.plans.viewsets import FieldWorkGroup
from ambassadors.review import menu as review_menu  # noqa: F401 registers the review pages
from ambassadors.schools import coverage_views
from ambassadors.schools.viewsets import SchoolViewSet
from ambassadors.sessions import paper_views, photo_views
from ambassadors.team.application_viewsets import ApplicationViewSet
from ambassadors.team.life_cycle import STEPS
from ambassadors.team.viewsets import AmbassadorViewSet
from ambassadors.viewsets import SpokenLanguageViewSet, TopicViewSet, TrainingSessionViewSet


@hooks.register("register_admin_viewset")
def register_training_sessions():
    return TrainingSessionViewSet("training_sessions", url_prefix="training-sessions")


@hooks.register("register_admin_viewset")
def register_ambassadors():
    return AmbassadorViewSet("ambassadors")


@hooks.register("register_admin_viewset")
def register_topics():
    return TopicViewSet("topics")


@hooks.register("register_log_actions")
def register_decisions(log):
    log.register_action("ambassadors.verified", _("Verify"), _("Training session verified"))
    log.register_action("ambassadors.returned", _("Send back"), _("Training session sent back"))
    log.register_action("ambassadors.rejected", _("Reject"), _("Training session rejected"))
    log.register_action("ambassadors.placed", _("Choose the venue"), _("Venue of a training session chosen"))


@hooks.register("register_admin_viewset")
def register_field_work():
    return FieldWorkGroup()


@hooks.register("construct_homepage_panels")
def show_what_was_planned_and_not_logged(request, panels):
    panels.extend(plan_panel.panels_for(request.user))


@hooks.register("register_admin_viewset")
def register_schools():
    return SchoolViewSet("schools")


@hooks.register("register_admin_viewset")
def register_issue_notes():
    return IssueNoteViewSet("issue_notes", url_prefix="issue-notes")


@hooks.register("register_admin_viewset")
def register_issue_categories():
    return IssueCategoryViewSet("issue_categories", url_prefix="issue-categories")


@hooks.register("register_admin_urls")
def register_photo_urls():
    return photo_views.urls()


@hooks.register("register_admin_menu_item")
def register_hand_in_menu_item():
    return rescue_views.menu_item()


@hooks.register("register_log_actions")
def register_retention(log):
    log.register_action("ambassadors.photo_forgotten", _("Delete the photo"), _("Photo deleted"))


@hooks.register("register_admin_urls")
def register_coverage_urls():
    return coverage_views.urls()


@hooks.register("register_reports_menu_item")
def register_coverage_menu_item():
    return coverage_views.menu_item()


@hooks.register("register_reports_menu_item")
def register_paper_form_menu_item():
    return paper_views.menu_item()


@hooks.register("register_log_actions")
def register_steps_of_notes(log):
    log.register_action("ambassadors.note_referred", _("Refer"), _("Issue note referred"))
    log.register_action("ambassadors.note_answered", _("Answer"), _("Issue note answered"))
    log.register_action("ambassadors.note_closed", _("Close"), _("Issue note closed"))
    log.register_action("ambassadors.enrolment", _("Write down pupils"), _("Pupils of a school written down"))
    log.register_action("ambassadors.export_coverage", _("Export coverage"), _("Coverage exported"))


@hooks.register("register_admin_viewset")
def register_applications():
    return ApplicationViewSet("applications")


@hooks.register("register_admin_viewset")
def register_spoken_languages():
    return SpokenLanguageViewSet("spoken_languages", url_prefix="spoken-languages")


@hooks.register("register_log_actions")
def register_steps_of_ambassadors(log):
    for kind, step in STEPS.items():
        log.register_action(f"ambassadors.step_{kind}", step.label, kind.label)
    log.register_action("ambassadors.step_trained", _("Record training"), _("Trained in person"))
    log.register_action("ambassadors.application_accepted", _("Accept"), _("Application accepted"))
    log.register_action("ambassadors.application_refused", _("Refuse"), _("Application refused"))
    log.register_action("ambassadors.sign_in_code", _("Sign in a phone"), _("Code to sign in a phone shown"))
    log.register_action("ambassadors.sign_in_revoked", _("Sign a phone out"), _("Sign-in on a phone revoked"))
