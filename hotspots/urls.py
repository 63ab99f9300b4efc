from django.urls import path

from hotspots import views

app_name = "zones"

urlpatterns = [
    path("<str:code>/", views.landing, name="landing"),
    path("<str:code>/poster/", views.poster, name="poster"),
]
