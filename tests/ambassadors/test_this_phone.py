"""What an ambassador's phone keeps, and its right to hand in."""

import datetime as dt
import json

import pytest
from django.test import Client

from ambassadors.models import TrainingSession
from ambassadors.review.decisions import send_back
from lms.actions.submit_keys import keep_key
from lms.models import SubmitKey
from tests.lms.sync.sender import Sender, made, new_key

pytestmark = pytest.mark.django_db
KEY, DATA = "/field/this-phone/", "/field/data.json"
OWN = {"Sec-Fetch-Site": "same-origin"}


def register(client, key, headers=OWN):
    return client.post(KEY, json.dumps({"key": key}), content_type="application/json", headers=headers)


def test_a_phone_that_is_signed_in_may_hand_in_for_ninety_days(phone, user, payload):
    key = new_key()
    answer = register(phone(), key)
    assert (answer.json(), answer.headers["X-Sala"]) == ({"owner": f"user:{user.pk}"}, "1")
    sender = Sender(Client(), owner=f"user:{user.pk}", key=key)
    assert sender.statuses(made("training-session", payload())) == ["stored"]
    kept = SubmitKey.objects.get()
    SubmitKey.objects.update(made_at=kept.made_at - dt.timedelta(days=90))
    answer = sender.client.get("/api/v1/sync/state/", headers=sender.headers)
    assert answer.status_code == 401


def test_a_key_that_was_revoked_is_not_taken_again(phone):
    key, client = new_key(), phone()
    register(client, key)
    SubmitKey.objects.update(revoked_at=SubmitKey.objects.get().made_at)
    assert register(client, key).status_code == 409


def test_a_key_that_has_run_out_is_not_taken_again_either(phone):
    key, client = new_key(), phone()
    register(client, key)
    assert register(client, key).status_code == 200
    SubmitKey.objects.update(made_at=SubmitKey.objects.get().made_at - dt.timedelta(days=90))
    assert register(client, key).status_code == 409


def test_nobody_else_registers_a_key(client, phone):
    assert register(client, new_key()).status_code == 401
    assert register(phone(), new_key(), {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert register(phone(), "short").status_code == 409
    assert phone().post(KEY, "[]", content_type="application/json", headers=OWN).status_code == 400
    assert not SubmitKey.objects.exists()


def test_what_the_phone_keeps_is_the_ambassadors_own(phone, client, send, payload, school, elsewhere):
    assert client.get(DATA).status_code == 302
    receipt = send(payload(note="ចំណាំ"))
    kept = phone().get(DATA).json()
    assert [venue["code"] for venue in kept["venues"]] == [school.code]
    (session,) = kept["sessions"]
    assert (session["id"], session["people"], session["revision"]) == (str(receipt.id), 12, 1)
    assert session["payload"]["note"] == "ចំណាំ"
    assert kept["usual"]["venue"] == school.code


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_without_a_network_is_the_same_for_everybody(phone, client, user, school, language):
    address = f"/field/offline/{language}/"
    everyones = client.get(address)
    assert "public" in everyones.headers["Cache-Control"]
    assert not everyones.cookies
    page = everyones.content.decode()
    assert f'<html lang="{language}">' in page
    assert phone().get(address).content.decode() == page
    assert user.full_name not in page
    assert school.code not in page
    assert client.get("/field/offline/xx/").status_code == 404
    unchanged = client.get(address, headers={"If-None-Match": everyones.headers["ETag"]})
    assert unchanged.status_code == 304


def test_usual_values_come_back_in_the_next_form(phone, typed, school):
    client = phone()
    client.post("/field/sessions/new/", typed())
    form = client.get("/field/sessions/new/").context["form"]
    assert (form["venue"].value(), form["duration"].value(), form["kind"].value()) == (
        school.code,
        "60",
        "school",
    )
    assert not form["headcount_total"].value()


def test_the_state_of_a_session_says_what_was_decided_about_it(client, send, payload, user, coordinator):
    receipt = send(payload())
    session = TrainingSession.objects.get(pk=receipt.id)
    send_back(session=session, by=coordinator, reason="តើមានមនុស្សប៉ុន្មាននាក់?")
    keep_key(key="c" * 22, owner=user)
    answer = client.get("/api/v1/sync/state/", headers={"Authorization": f"Submit {'c' * 22}"})
    (item,) = answer.json()["items"]
    assert item["review"] == {"status": "returned", "reason": "តើមានមនុស្សប៉ុន្មាននាក់?", "revision": 1}


@pytest.mark.parametrize(("language", "other"), [("km", "English"), ("en", "ខ្មែរ")])
def test_the_page_without_a_network_holds_every_form_and_is_installable(client, language, other):
    page = client.get(f"/field/offline/{language}/").content.decode()
    assert "item_form" in page
    for part in ("form", "new-note", "rescue", "zones"):
        assert f'data-part="{part}"' in page
    manifest = client.get(f"/field/manifest/{language}.webmanifest").json()
    assert (manifest["scope"], manifest["lang"]) == ("/field/", language)
    assert other in page
    assert client.get("/field/manifest/fr.webmanifest").status_code == 404
