"""Pages of learners that are no Wagtail pages: courses, search, practice, joining, signing in, my page, my data."""

from django.urls import path

from lms.views import certificates, checks, complaints, finding, learning, offline
from lms.views.people import (
    consents,
    gender,
    joining,
    my_card,
    my_data,
    my_page,
    signing_in,
    six_questions,
    this_phone,
)

app_name = "learn"
urlpatterns = [
    path("courses/", finding.courses, name="courses"),
    path("courses/level-<int:level>/", finding.courses, name="courses_of_level"),
    path("search/", finding.search, name="search"),
    path("practice/<uuid:lesson_key>/", learning.practice, name="practice"),
    path("practice/<uuid:lesson_key>/feedback.json", learning.feedback, name="feedback"),
    path("check/<uuid:check_key>/begin/", checks.begin, name="begin_check"),
    path("check/sitting/<uuid:sitting_id>/", checks.sitting, name="sitting"),
    path("practice/<uuid:lesson_key>/face/", learning.face, name="face"),
    path("practice/<uuid:lesson_key>/gender/", gender.answer, name="answer_gender"),
    path("join/", joining.join, name="join"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("me/", my_page.me, name="me"),
    path("me/progress.json", my_page.progress, name="progress"),
    path("me/this-phone/", this_phone.this_phone, name="this_phone"),
    path("me/code/", joining.code, name="code"),
    path("me/card/", my_card.card, name="card"),
    path("me/card.png", my_card.picture, name="card_picture"),
    path("me/gender/", gender.gender, name="gender"),
    path("me/consents/", consents.consents, name="consents"),
    path("me/data/", my_data.my_data, name="my_data"),
    path("me/six-questions/", six_questions.six_questions, name="six_questions"),
    path("me/six-questions/take-back/", six_questions.take_back, name="six_questions_back"),
    path("me/data/correct/", my_data.correct_my_data, name="correct_my_data"),
    path("me/data/delete/", my_data.delete_my_data, name="delete_my_data"),
    path("me/data.html", my_data.as_page, name="my_data_page"),
    path("me/data.json", my_data.as_json, name="my_data_json"),
    path("me/certificates/<str:code>/", certificates.certificate, name="certificate"),
    path("me/certificates/<str:code>/picture.png", certificates.picture, name="certificate_picture"),
    path("me/certificates/<str:code>/badge.jwt", certificates.badge, name="certificate_badge"),
    path("complain/", complaints.complain, name="complain"),
    path("complain/find/", complaints.find_complaint, name="find_complaint"),
    path("complain/<str:reference>/", complaints.complaint, name="complaint"),
    path("offline/", offline.offline, name="offline"),
    path("offline/parts/", offline.parts, name="parts"),
    path("manifest.webmanifest", offline.web_manifest, name="web_manifest"),
    path("courses/<uuid:course_key>/offline.json", offline.course, name="course_manifest"),
]
