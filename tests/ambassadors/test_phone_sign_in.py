"""A phone signs in by a square shown once, for ninety days, until somebody revokes it."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ambassadors.models import FieldSignIn, SignInCode
from ambassadors.sign_ins.actions import forget_old_sign_ins, make_sign_in_code, revoke_sign_in
from lms.actions.roles import grant_role
from lms.middleware import LEFT_COOKIE
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of

pytestmark = pytest.mark.django_db

KEY = "AAAAAAAAAAAAAAAAAAAAAA"
OTHER_KEY = "BBBBBBBBBBBBBBBBBBBBBB"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"


class Phone(Client):
    """A browser that checks CSRF as in the product."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True, headers={"User-Agent": ANDROID})

    def tap(self, address):
        """Opens a page and taps its button."""
        self.get(address)
        return self.send(address)

    def send(self, address, **data):
        token = {"csrfmiddlewaretoken": self.cookies["csrftoken"].value}
        return self.post(address, data | token)

    def register(self, key):
        return self.post(
            "/field/this-phone/", {"key": key}, "application/json", headers={"Sec-Fetch-Site": "same-origin"}
        )

    @property
    def is_signed_in(self):
        return self.get("/field/").status_code == 200


@pytest.fixture
def shown(ambassador, coordinator):
    """Shows the square: the address in it."""

    def show(*, at=None, by=coordinator):
        return f"/field/phone/{make_sign_in_code(ambassador=ambassador, by=by, at=at)}/"

    return show


@pytest.fixture
def signed_in(shown):
    phone = Phone()
    assert phone.tap(shown()).url == "/field/"
    return phone


def hand_in(key):
    return Client().get("/api/v1/sync/state/", headers={"Authorization": f"Submit {key}"}).status_code


def test_looking_uses_nothing_up_and_one_tap_signs_in_for_ninety_days(shown, user):
    address, phone = shown(), Phone()
    for preview in (Phone(), Phone(), phone):
        page = preview.get(address)
        assert "noindex" in page["X-Robots-Tag"]
        assert user.person.name in page.content.decode()
    assert phone.send(address).url == "/field/"
    made = FieldSignIn.objects.get()
    assert (made.user, made.label) == (user, "Android, Chrome")
    assert abs(made.expires_at - timezone.now() - dt.timedelta(days=90)) < dt.timedelta(minutes=1)
    assert abs(phone.session.get_expiry_age() - 90 * 86400) < 60
    assert phone.is_signed_in
    token = address.split("/")[3]
    assert token not in str(list(SignInCode.objects.values()))
    assert len(token) >= 22  # 128 bits, six in each character


def test_a_used_square_is_used_up_but_the_same_tap_twice_is_one(shown):
    address, phone, thief = shown(), Phone(), Phone()
    phone.get(address)
    thief.get(address)
    before = phone.cookies["csrftoken"].value
    assert phone.send(address).url == "/field/"
    assert thief.send(address).status_code == thief.get(address).status_code == 410
    assert not thief.is_signed_in
    again = Phone()  # the answer got lost on the way: the browser has the cookie it had before
    again.cookies["csrftoken"] = before
    assert again.send(address).url == "/field/"
    assert FieldSignIn.objects.count() == 1
    assert phone.get(address).url == "/field/"


@pytest.mark.parametrize("minutes", [15, 60 * 24])
def test_an_old_square_does_nothing(shown, minutes):
    address = shown(at=timezone.now() - dt.timedelta(minutes=minutes))
    assert Phone().get(address).status_code == Phone().get("/field/phone/nonsense/").status_code == 410
    phone = Phone()
    phone.get("/field/sign-in/")
    assert phone.send(address).status_code == 410


def test_a_new_square_makes_the_one_before_void(shown):
    first, second = shown(), shown()
    assert Phone().get(first).status_code == 410
    assert Phone().tap(second).url == "/field/"


def test_a_page_of_another_site_cannot_tap(shown):
    address, phone = shown(), Phone()
    phone.get(address)
    assert phone.post(address).status_code == 403
    assert not FieldSignIn.objects.exists()


def test_only_the_coordinator_in_charge_shows_a_square_and_only_of_mere_ambassadors(
    client, ambassador, coordinator, elsewhere, user, district, shown
):
    button = f"/admin/ambassadors/{ambassador.pk}/sign-in-phone/"
    client.force_login(coordinator_of(elsewhere.area))
    assert client.post(button).status_code == 404
    viewer = make.user()
    grant_role(user=viewer, role="me_officer", area=district, by=None)
    client.force_login(viewer)
    assert client.post(button).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        make_sign_in_code(ambassador=ambassador, by=coordinator_of(elsewhere.area))
    assert not SignInCode.objects.exists()
    client.force_login(coordinator)
    assert client.get(button).status_code == 405
    page = client.post(button)
    assert 'class="qr"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    address = shown()
    grant_role(user=user, role="province_manager", area=elsewhere.area, by=None)
    assert Phone().get(address).status_code == 410  # became more since it was shown
    assert client.post(button).url == f"/admin/ambassadors/inspect/{ambassador.pk}/"


def test_whoever_became_staff_does_not_come_into_the_staff_pages_by_phone(
    signed_in, user, coordinator, district
):
    grant_role(user=user, role="coordinator", area=district, by=None)
    assert signed_in.get("/admin/training-sessions/").url.startswith("/admin/login/")
    assert signed_in.is_signed_in


def test_somebody_else_has_to_sign_out_first(signed_in, coordinator, district):
    other = make.ambassador(area=district)
    address = f"/field/phone/{make_sign_in_code(ambassador=other, by=coordinator)}/"
    page = signed_in.get(address).content.decode()
    assert other.person.name not in page or "sign-out" in page
    assert signed_in.send(address).status_code == 200
    assert FieldSignIn.objects.filter(user=other.person.user).count() == 0
    assert signed_in.send("/field/sign-out/", next=address).url == address
    assert signed_in.tap(address).url == "/field/"
    assert FieldSignIn.objects.in_force().get().user == other.person.user


@pytest.mark.parametrize("by_whom", ["coordinator", "own other phone"])
def test_revoking_ends_session_and_submit_key_of_that_phone_alone_and_at_once(
    signed_in, shown, coordinator, client, ambassador, by_whom
):
    second = Phone()
    second.tap(shown())
    signed_in.register(KEY)
    second.register(OTHER_KEY)
    first = FieldSignIn.objects.earliest("pk")
    if by_whom == "coordinator":
        client.force_login(coordinator)
        assert client.post(f"/admin/ambassadors/{ambassador.pk}/phones/{first.pk}/revoke/").status_code == 302
    else:
        assert second.get("/field/phones/").context["sign_ins"].count() == 2
        assert second.send("/field/phones/", sign_in=first.pk).url == "/field/phones/"
    assert not signed_in.is_signed_in
    assert Session.objects.filter(session_key=signed_in.cookies["sessionid"].value).count() == 0
    assert (hand_in(KEY), hand_in(OTHER_KEY)) == (401, 200)
    assert second.is_signed_in
    assert signed_in.register(KEY).status_code == 401
    # Signed in again, the phone makes a new key and hands in what waited.
    signed_in.tap(shown())
    assert signed_in.register(KEY).status_code == 409
    assert signed_in.register("CCCCCCCCCCCCCCCCCCCCCC").status_code == 200


def test_a_session_key_that_changed_is_ended_all_the_same(signed_in, user):
    session = signed_in.session
    session.cycle_key()
    signed_in.cookies["sessionid"] = session.session_key
    FieldSignIn.objects.update(revoked_at=timezone.now(), session_key="")
    assert not signed_in.is_signed_in


def test_nobody_revokes_a_phone_of_others(signed_in, coordinator, district, elsewhere, client, ambassador):
    sign_in = FieldSignIn.objects.get()
    colleague = make.ambassador(area=district).person.user
    for stranger in (colleague, coordinator_of(elsewhere.area)):
        with pytest.raises(PermissionDenied):
            revoke_sign_in(sign_in=sign_in, by=stranger)
    client.force_login(colleague)
    assert client.post("/field/phones/", {"sign_in": sign_in.pk}).status_code == 404
    for nonsense in ("x", "²"):
        assert client.post("/field/phones/", {"sign_in": nonsense}).status_code == 404
    client.force_login(coordinator_of(elsewhere.area))
    assert client.post(f"/admin/ambassadors/{ambassador.pk}/phones/{sign_in.pk}/revoke/").status_code == 404
    assert signed_in.is_signed_in


def test_it_ends_by_itself_after_its_time(signed_in):
    FieldSignIn.objects.update(
        made_at=timezone.now() - dt.timedelta(days=91), expires_at=timezone.now() - dt.timedelta(days=1)
    )
    assert not signed_in.is_signed_in


def test_signing_out_leaves_the_submit_key_for_what_still_waits(signed_in):
    signed_in.register(KEY)
    signed_in.send("/field/sign-out/")
    assert not signed_in.is_signed_in
    assert hand_in(KEY) == 200
    revoke_sign_in(sign_in=FieldSignIn.objects.get(), by=FieldSignIn.objects.get().user)
    assert hand_in(KEY) == 401


def test_a_phone_that_was_left_without_a_network_signs_out_with_its_next_request(signed_in):
    signed_in.register(KEY)
    signed_in.cookies[LEFT_COOKIE] = "1"
    assert not signed_in.is_signed_in
    assert not FieldSignIn.objects.in_force().exists()
    assert not signed_in.is_signed_in
    assert hand_in(KEY) == 200


def test_a_password_makes_a_sign_in_that_can_be_revoked_too(user):
    user.set_password("tonle-sap-2026")
    user.save()
    phone = Phone()
    phone.get("/field/sign-in/")
    assert phone.send("/field/sign-in/", username="sreyneang", password="tonle-sap-2026").url == "/field/"
    revoke_sign_in(sign_in=FieldSignIn.objects.get(), by=user)
    assert not phone.is_signed_in


def test_the_database_keeps_the_rules(user, coordinator):
    now = timezone.now()
    code = {"user": user, "made_by": coordinator, "made_at": now, "token_sha256": "x"}
    late = {"used_at": now + dt.timedelta(hours=1), "used_by_sha256": "y"}
    for wrong in ({"expires_at": now}, {"expires_at": now + dt.timedelta(minutes=15), **late}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignInCode.objects.create(**code, **wrong)
    sign_in = {"user": user, "made_at": now}
    over = {"expires_at": now + dt.timedelta(days=1), "revoked_at": now, "session_key": "x"}
    for wrong in ({"expires_at": now}, over):
        with pytest.raises(IntegrityError), transaction.atomic():
            FieldSignIn.objects.create(**sign_in, **wrong)


def test_what_ended_long_ago_is_forgotten_and_what_still_hands_in_is_not(signed_in, user, shown):
    shown(at=timezone.now() - dt.timedelta(hours=1))
    now = timezone.now()
    FieldSignIn.objects.create(user=user, expires_at=now + dt.timedelta(days=1), signed_out_at=now)
    assert forget_old_sign_ins() == 0
    assert [code.used_at is None for code in SignInCode.objects.all()] == [False]
    assert forget_old_sign_ins(at=now + dt.timedelta(days=91)) == 1
    assert forget_old_sign_ins(at=now + dt.timedelta(days=181)) == 1
