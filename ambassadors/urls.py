from django.urls import path

from ambassadors import (
    attendance_views,
    learner_views,
    note_views,
    paper_views,
    phone_views,
    proctoring,
    rescue_views,
    views,
)

app_name = "field"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("learners/", learner_views.learners, name="learners"),
    path("learners/new/", learner_views.new_learner, name="new_learner"),
    path("learners/pin/", learner_views.new_pin, name="new_pin"),
    path("test-code/", proctoring.test_code, name="test_code"),
    path("notes/", note_views.notes, name="notes"),
    path("notes/new/", note_views.new_note, name="new_note"),
    path("paper-form/", paper_views.paper_form, name="paper_form"),
    path("offline/<str:language>/", phone_views.offline, name="offline"),
    path("manifest/<str:language>.webmanifest", phone_views.web_manifest, name="web_manifest"),
    path("data.json", phone_views.data, name="data"),
    path("this-phone/", phone_views.this_phone, name="this_phone"),
    path("rescue/", rescue_views.rescue, name="rescue"),
    path("hand-in/", rescue_views.hand_in, name="hand_in"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/new/", views.new_session, name="new_session"),
    path("sessions/<uuid:pk>/", views.session, name="session"),
    path("sessions/<uuid:pk>/names/", attendance_views.add_names, name="add_names"),
    path("sessions/<uuid:pk>/edit/", views.edit_session, name="edit_session"),
]
