from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.reporting import menu  # noqa: F401 registers the reports
from lms.reporting.learning import menu as learning_menu  # noqa: F401 registers the reports on learning
from lms.viewsets import people_menu  # noqa: F401 registers the pages of people
from lms.viewsets.certificates import CertificateViewSet
from lms.viewsets.complaints import ComplaintViewSet
from lms.viewsets.learner_phones import LearnerPhonesViewSet
from lms.viewsets.masking import MaskingThresholdViewSet
from lms.viewsets.places import PlacesGroup
from lms.viewsets.set_aside import SetAsideViewSet
from lms.viewsets.users import RoleViewSet


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesGroup()


@hooks.register("register_admin_viewset")
def register_roles():
    return RoleViewSet()


@hooks.register("register_log_actions")
def register_people(log):
    log.register_action("lms.enrol_person", _("Enrol a learner"), _("Learner enrolled"))
    log.register_action("lms.reset_pin", _("Give a new PIN"), _("New PIN given"))
    log.register_action("lms.erase_person", _("Erase a person"), _("Person erased"))
    log.register_action("lms.revoke_phone", _("Revoke a phone"), _("Phone of a learner revoked"))
    log.register_action("lms.merge_people", _("Merge people"), _("Two records of one person merged"))
    log.register_action("lms.undo_merge", _("Undo a merge"), _("Merge undone"))
    log.register_action("lms.know_apart", _("Say that two people are different"), _("Known as two people"))
    log.register_action("lms.import_sheet", _("Take in a file"), _("File taken in"))


@hooks.register("register_admin_viewset")
def register_learner_phones():
    return LearnerPhonesViewSet("learner_phones", url_prefix="people/phones")


@hooks.register("register_admin_viewset")
def register_set_aside():
    return SetAsideViewSet("set_aside", url_prefix="set-aside")


@hooks.register("register_log_actions")
def register_sync_decisions(log):
    log.register_action("lms.dealt_with", _("Deal with"), _("Item set aside: dealt with"))
    log.register_action("lms.tried_again", _("Try again"), _("Item set aside: tried again"))


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificateViewSet("certificates")


@hooks.register("register_log_actions")
def register_certificate_actions(log):
    log.register_action("lms.certificate_issued", _("Issue"), _("Certificate issued"))
    log.register_action("lms.certificate_revoked", _("Revoke"), _("Certificate revoked"))


@hooks.register("register_admin_viewset")
def register_masking_thresholds():
    return MaskingThresholdViewSet("masking_thresholds", url_prefix="smallest-numbers")


@hooks.register("register_admin_viewset")
def register_complaints():
    return ComplaintViewSet("complaints")


@hooks.register("register_log_actions")
def register_complaint_actions(log):
    log.register_action("lms.complaint_opened", _("Open"), _("Complaint opened"))
    log.register_action("lms.complaint_looked_at", _("Look at"), _("Complaint being looked at"))
    log.register_action("lms.complaint_closed", _("Close"), _("Complaint closed"))


@hooks.register("register_log_actions")
def register_rescues(log):
    log.register_action("lms.rescue_handed_in", _("Hand in a rescue"), _("Work handed in for somebody else"))


@hooks.register("register_log_actions")
def register_list_export(log):
    log.register_action("lms.export_list", _("Export a list"), _("List exported"))
