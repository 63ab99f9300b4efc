from django.urls import path

from lms.views import media, sync

app_name = "api"
urlpatterns = [
    path("sync/", sync.hand_in, name="sync"),
    path("sync/state/", sync.state, name="sync_state"),
    path("sync/media/<str:sha256>/", media.media, name="sync_media"),
]
