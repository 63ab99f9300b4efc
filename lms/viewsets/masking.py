"""Staff screen of the numbers from which on counts are shown outside the programme."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from lms.models import MaskingThreshold


class MaskingThresholdViewSet(ModelViewSet):
    model = MaskingThreshold
    icon = "view"
    menu_label = _("Smallest numbers shown")
    menu_order = 630
    add_to_settings_menu = True
    list_display = ["audience", "least"]
    form_fields = ["audience", "least"]
    copy_view_enabled = False
