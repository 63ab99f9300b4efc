from django.urls import path

from hotspots import field_views

app_name = "zone_field"

urlpatterns = [
    path("count/", field_views.count, name="count"),
]
