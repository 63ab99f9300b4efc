"""Pages for those who want to become digital ambassadors."""

from django.urls import path

from ambassadors.team import volunteer_views

app_name = "volunteer"
urlpatterns = [
    path("", volunteer_views.apply, name="apply"),
    path("sent/", volunteer_views.sent, name="sent"),
]
