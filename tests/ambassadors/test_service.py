"""The certificate of service: verified training sessions alone, and the months somebody was active."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors.home.reading import data_for
from ambassadors.models import AmbassadorEvent, Attendance, ServiceCertificate
from ambassadors.team.life_cycle import Kind
from ambassadors.team.service import service_of
from ambassadors.team.service_certificates import issue_service_certificate, revoke_service_certificate
from lms.actions.certificates import forget_holder
from lms.actions.roles import grant_role
from lms.models import User
from tests import factories as make
from tests.ambassadors.conftest import coordinator_of
from tests.ambassadors.pages import words_of

pytestmark = pytest.mark.django_db

PAGE = "/field/certificate/"


@pytest.fixture
def served(ambassador, school, district):
    """Two verified sessions, one of them led by a colleague; others that do not count."""
    own = make.training_session(venue=school, ambassador=ambassador, status="verified", duration_minutes=90)
    Attendance.objects.create(training_session=own, person=make.person(), has_consent=True)
    colleague = make.ambassador(area=district)
    joint = make.training_session(
        venue=school,
        ambassador=colleague,
        status="verified",
        held_on=timezone.localdate() - dt.timedelta(days=40),
        cells={("male", "60+"): 5},
    )
    joint.co_ambassadors.add(ambassador)
    make.training_session(venue=school, ambassador=colleague, status="verified")
    for status in ("submitted", "returned", "rejected"):
        make.training_session(venue=school, ambassador=ambassador, status=status)
    return ambassador


def step(ambassador, kind, days_ago, by):
    at = timezone.now() - dt.timedelta(days=days_ago)
    AmbassadorEvent.objects.create(ambassador=ambassador, kind=kind, by=by, at=at, reason="x")


def test_it_counts_what_was_verified_alone_and_together(served):
    service = service_of(served)
    assert (service.sessions, service.minutes, service.hours, service.participations) == (2, 150, 3, 8)
    assert (service.first, service.last) == (
        timezone.localdate() - dt.timedelta(days=40),
        timezone.localdate(),
    )


def test_months_of_a_pause_are_no_months_of_service(served, coordinator):
    for kind, days in ((Kind.ACTIVATED, 305), (Kind.PAUSED, 214), (Kind.RESUMED, 92)):
        step(served, kind, days, coordinator)
    assert service_of(served).months == 6
    step(served, Kind.LEFT, 61, coordinator)
    assert service_of(served).months == 4


def test_without_a_history_it_counts_from_joining(served):
    served.joined_on = timezone.localdate() - dt.timedelta(days=365)
    assert service_of(served).months == 12


def test_the_page_offers_a_certificate_or_says_what_comes_first(served, phone, client, elsewhere):
    said = words_of(phone("en").get(PAGE))
    for words in ("Make my certificate", "2 verified training sessions", "8 participations"):
        assert words in " ".join(said.split())
    client.force_login(make.ambassador(area=elsewhere.area).person.user)
    assert "As soon as your first" in words_of(client.get(PAGE))
    client.post(PAGE)
    assert "No training session has been verified yet" in words_of(client.get(PAGE))


def test_what_it_says_stays_as_it_was_and_anyone_can_check_it(served, phone, client, school):
    browser = phone("en")
    for _twice in range(2):
        browser.post(PAGE)
    issued = ServiceCertificate.objects.get()
    make.training_session(venue=school, ambassador=served, status="verified")
    served.person.given_name_km = "ផ្សេង"
    served.person.save()
    page = browser.get(PAGE).content.decode()
    assert issued.spaced_code in page
    assert 'class="qr"' in page
    assert "More has been verified since" in page
    client.logout()
    checked = " ".join(words_of(client.get(f"/v/{issued.code}/?language=en")).split())
    for words in (
        "This certificate is valid",
        str(issued.name),
        "Verified training sessions 2",
        "Hours of training 3",
        "Participations of learners 8",
    ):
        assert words in checked
    assert "វិញ្ញាបនបត្រ" in words_of(client.get(f"/v/{issued.code}/?language=km"))
    phone().post(PAGE)
    newer = ServiceCertificate.objects.first()
    assert (newer.sessions, issued.sessions) == (3, 2)
    assert ServiceCertificate.objects.in_force().count() == 2


def test_the_phone_keeps_the_code_of_the_last_one(served, user, coordinator):
    assert "code" not in data_for(served)["service"]
    issued = issue_service_certificate(ambassador=served, by=user)
    told = data_for(served)["service"]
    assert (told["code"], told["sessions"]) == (issued.spaced_code, 2)
    assert told["address"].endswith(f"/v/{issued.code}/")
    assert told["issued_on"]["en"] != told["issued_on"]["km"]
    revoke_service_certificate(certificate=issued, by=coordinator, reason="ច្រឡំ")
    assert "code" not in data_for(served)["service"]


def test_a_coordinator_revokes_it_for_a_reason_and_alone_issues_it_again(
    served, user, client, coordinator, phone
):
    issued = issue_service_certificate(ambassador=served, by=user)
    client.force_login(coordinator)
    staff_page = f"/admin/ambassadors/inspect/{served.pk}/"
    revoke = f"/admin/ambassadors/{served.pk}/certificates/{issued.pk}/revoke/"
    assert revoke in client.get(staff_page).content.decode()
    client.post(revoke, {"reason": " "})
    issued.refresh_from_db()
    assert not issued.is_revoked
    client.post(revoke, {"reason": "ម៉ោងមិនត្រឹមត្រូវ"})
    issued.refresh_from_db()
    assert (issued.revoked_by, issued.reason) == (coordinator, "ម៉ោងមិនត្រឹមត្រូវ")
    assert ModelLogEntry.objects.filter(action="lms.certificate_revoked", user=coordinator).count() == 1
    checked = words_of(client.get(f"/v/{issued.code}/?language=en"))
    assert "no longer valid" in checked
    assert issued.name not in checked
    own = phone("en").post(PAGE, follow=True)
    assert "ម៉ោងមិនត្រឹមត្រូវ" in words_of(own)
    assert ServiceCertificate.objects.count() == 1
    client.force_login(coordinator)
    client.post(f"/admin/ambassadors/{served.pk}/certificates/issue/")
    assert ServiceCertificate.objects.in_force().get().sessions == 2


def test_nobody_else_issues_or_revokes_it(served, user, elsewhere, client, coordinator):
    issued = issue_service_certificate(ambassador=served, by=user)
    stranger = coordinator_of(elsewhere.area)
    for act in (
        lambda: issue_service_certificate(ambassador=served, by=stranger),
        lambda: revoke_service_certificate(certificate=issued, by=stranger, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(stranger)
    address = f"/admin/ambassadors/{served.pk}/certificates/{issued.pk}/revoke/"
    assert client.post(address, {"reason": "x"}).status_code == 404
    grant_role(user=user, role="coordinator", area=served.area, by=None)
    with pytest.raises(PermissionDenied):
        revoke_service_certificate(certificate=issued, by=User.objects.get(pk=user.pk), reason="x")


def test_erasing_a_person_takes_the_name_off_it(served, user):
    issued = issue_service_certificate(ambassador=served, by=user)
    forget_holder(person=served.person)
    issued.refresh_from_db()
    assert (issued.name_km, issued.name_en, issued.is_revoked) == ("", "", True)


@pytest.mark.parametrize(
    "wrong",
    [{"sessions": 0}, {"last_on": dt.date(2020, 1, 1)}, {"code": "0"}, {"name_km": "", "name_en": ""}],
)
def test_the_database_keeps_none_that_certifies_nothing(served, user, wrong):
    issue_service_certificate(ambassador=served, by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceCertificate.objects.update(**wrong)
