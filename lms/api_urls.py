from django.urls import path

from lms.views import sync

app_name = "api"
urlpatterns = [
    path("sync/", sync.hand_in, name="sync"),
    path("sync/state/", sync.state, name="sync_state"),
]
