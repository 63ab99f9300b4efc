from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from ambassadors.viewsets import AmbassadorViewSet, TopicViewSet, TrainingSessionViewSet


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
