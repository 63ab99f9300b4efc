from django.urls import path

from ambassadors import views
from ambassadors.groups import views as group_views
from ambassadors.home import announcement_views, resource_views
from ambassadors.home import views as home_views
from ambassadors.learners import proctoring
from ambassadors.learners import views as learner_views
from ambassadors.my_data import views as my_data_views
from ambassadors.notes import views as note_views
from ambassadors.phone import rescue_views
from ambassadors.phone import views as phone_views
from ambassadors.plans import views as plan_views
from ambassadors.sessions import attendance_views, paper_views
from ambassadors.sign_ins import views as sign_in_views
from ambassadors.team import required_course, service_views

app_name = "field"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("phone/<str:token>/", sign_in_views.by_code, name="sign_in_by_code"),
    path("phones/", sign_in_views.phones, name="phones"),
    path("my-data/", my_data_views.my_data, name="my_data"),
    path("my-data.html", my_data_views.as_page, name="my_data_page"),
    path("my-data.json", my_data_views.as_json, name="my_data_json"),
    path("course/", required_course.begin, name="required_course"),
    path("certificate/", service_views.certificate, name="certificate"),
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
    path("plan/", plan_views.plan, name="plan"),
    path("plan/new/", plan_views.new_plan, name="new_plan"),
    path("plan/<uuid:pk>/edit/", plan_views.edit_plan, name="edit_plan"),
    path("groups/", group_views.groups, name="groups"),
    path("groups/<uuid:pk>/", group_views.group, name="group"),
    path("groups/<uuid:pk>/take-out/", group_views.take_out, name="take_out"),
    path("resources/", resource_views.resources, name="resources"),
    path("announcements/", announcement_views.announcements, name="announcements"),
    path("announcements/<int:pk>/read/", announcement_views.read, name="read_announcement"),
    path("rescue/", rescue_views.rescue, name="rescue"),
    path("hand-in/", rescue_views.hand_in, name="hand_in"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/new/", views.new_session, name="new_session"),
    path("sessions/<uuid:pk>/", views.session, name="session"),
    path("sessions/<uuid:pk>/names/", attendance_views.add_names, name="add_names"),
    path("sessions/<uuid:pk>/edit/", views.edit_session, name="edit_session"),
]
