"""Pages of learners that are no Wagtail pages: courses, search, practice, joining, signing in, my page."""

from django.urls import path

from lms.views import certificates, checks, finding, learning, people

app_name = "learn"
urlpatterns = [
    path("courses/", finding.courses, name="courses"),
    path("courses/level-<int:level>/", finding.courses, name="courses_of_level"),
    path("search/", finding.search, name="search"),
    path("practice/<uuid:lesson_key>/", learning.practice, name="practice"),
    path("practice/<uuid:lesson_key>/feedback.json", learning.feedback, name="feedback"),
    path("check/<uuid:check_key>/begin/", checks.begin, name="begin_check"),
    path("check/sitting/<uuid:sitting_id>/", checks.sitting, name="sitting"),
    path("join/", people.join, name="join"),
    path("sign-in/", people.sign_in, name="sign_in"),
    path("sign-out/", people.sign_out, name="sign_out"),
    path("me/", people.me, name="me"),
    path("me/code/", people.code, name="code"),
    path("me/certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("me/certificates/<str:code>/picture.png", certificates.picture, name="certificate_picture"),
    path("me/certificates/<str:code>/badge.jwt", certificates.badge, name="certificate_badge"),
]
