"""What the scope matrix is tried on: a row of each kind in a commune."""

import uuid

from django.utils import timezone

from ambassadors.models import Application, SpotCheck, SpotCheckSample, StaffTask
from hotspots.models import AccessPoint, ObservationCount, UsageDay
from lms.actions.complaints import receive_complaint
from lms.actions.merging import merge
from lms.models import Certificate, ConsentText, SetAsideItem, SubmitKey
from lms.models.certificates import CERTIFICATE_CODE_LENGTH
from lms.models.people import CODE_ALPHABET
from tests import factories as make


def rows_in(commune):
    """{thing: row} of one commune."""
    name = f"សាលា {commune.name_latin}"
    venue = make.venue(area=commune, name_km=name, name_en=name)
    person = make.person(given_name_km=commune.name_latin, nickname="")
    ambassador = make.ambassador(area=commune, person=person)
    return {
        "venue": venue,
        "ambassador": ambassador,
        **field_work(venue, ambassador),
        **people(commune),
        **wifi(commune),
        "announcement": make.announcement(area=commune),
        "complaint": receive_complaint(
            id=uuid.uuid4(), category="money", text="គេសុំលុយ", language="km", area=commune
        ),
        "set_aside": SetAsideItem.objects.create(
            user=person.user, raw="{}", reason="damaged", fingerprint=commune.code
        ),
    }


def field_work(venue, ambassador):
    session = make.training_session(venue=venue, ambassador=ambassador)
    sample = SpotCheckSample.objects.create(
        week_from=session.held_on, seed="1", candidates=[str(session.pk)], drawn_by=make.user()
    )
    return {
        "school": make.school(venue=venue),
        "session": session,
        "note": make.issue_note(venue=venue, ambassador=ambassador),
        "plan": make.plan(venue=venue, ambassador=ambassador),
        "group": make.learner_group(ambassador=ambassador),
        "task": StaffTask.objects.create(
            kind="speed",
            facts={"most": 7, "full": 2, "hurried": 3, "minutes": 10, "usual": 5},
            area=venue.area,
            ambassador=ambassador,
        ),
        "spot_check": SpotCheck.objects.create(sample=sample, training_session=session),
    }


def people(commune):
    text, _is_new = ConsentText.objects.get_or_create(
        purpose="volunteer", version=1, defaults={"text_km": "ខ្ញុំយល់ព្រម", "text_en": "I agree"}
    )
    pair, twin = (make.person(commune=commune, nickname="ភ្លោះ") for _ in range(2))
    pair.twin = twin
    kept, gone = (make.person(commune=commune, nickname="ដារា") for _ in range(2))
    learner = make.learner(person=make.person(commune=commune, nickname="រតនា"))
    SubmitKey.objects.create(learner=learner, key_sha256=f"{commune.pk:064}")
    return {
        "application": Application.objects.create(
            family_name="ចាន់",
            given_name="ធារី",
            birth_year=1999,
            area=commune,
            phone="+85512345678",
            consent_text=text,
            language="km",
        ),
        "pair": pair,
        "merge": merge(keep=kept, other=gone, by=make.user(is_superuser=True)),
        "phones": learner.person,
        "certificate": Certificate.objects.create(
            code=CODE_ALPHABET[commune.pk % len(CODE_ALPHABET)] * CERTIFICATE_CODE_LENGTH,
            person=make.person(commune=commune),
            course_key=uuid.uuid4(),
            course_title_km="វគ្គ",
            name_km="សុខា",
        ),
    }


def wifi(commune):
    zone = make.zone(venue=make.venue(area=commune, kind="wifi-zone"))
    source = make.usage_source(zone=zone)
    nothing = ("connections", "devices", "randomised_devices", "visits", "seconds", "bytes_up", "bytes_down")
    today = timezone.localdate()
    return {
        "zone": zone,
        "access_point": AccessPoint.objects.create(zone=zone, name="AP"),
        "source": source,
        "usage": UsageDay.objects.create(
            zone=zone, source=source, day=today, estimated=0, **dict.fromkeys(nothing, 0)
        ),
        "observation": ObservationCount.objects.create(
            zone=zone, counted_on=today, minutes=10, counted_by=make.user(), made_at=timezone.now()
        ),
    }
