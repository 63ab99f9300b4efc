"""On the staff's home: sessions that were planned in their area and that nobody has logged."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from ambassadors.models import PlannedSession

ON_HOME = 5


class MissedPlansPanel(Component):
    name = "missed-plans"
    order = 105
    template_name = "ambassadors/admin/missed_plans.html"

    def __init__(self, user):
        super().__init__()
        self.missed = PlannedSession.objects.visible_to(user).missed()

    def get_context_data(self, parent_context):
        return {
            "plans": self.missed.select_related("ambassador__person", "venue")[:ON_HOME],
            "number": self.missed.count(),
            "url": f"{reverse('planned_sessions:index')}?state=missed",
        }


def panels_for(user):
    """The panel, where something was missed that this user may see."""
    panel = MissedPlansPanel(user)
    return [panel] if user.has_perm("ambassadors.view_plannedsession") and panel.missed.exists() else []
