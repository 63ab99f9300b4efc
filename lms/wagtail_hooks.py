from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from lms.reporting import menu  # noqa: F401 registers the reports
from lms.viewsets.certificates import CertificateViewSet
from lms.viewsets.places import PlacesGroup
from lms.viewsets.users import RoleViewSet


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesGroup()


@hooks.register("register_admin_viewset")
def register_roles():
    return RoleViewSet()


@hooks.register("register_admin_viewset")
def register_certificates():
    return CertificateViewSet("certificates")


@hooks.register("register_log_actions")
def register_certificate_actions(log):
    log.register_action("lms.certificate_issued", _("Issue"), _("Certificate issued"))
    log.register_action("lms.certificate_revoked", _("Revoke"), _("Certificate revoked"))
