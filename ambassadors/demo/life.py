"""How the ambassadors of the demonstration came, which languages they speak, and who would like to join them."""

import datetime as dt

from ambassadors.models import Ambassador, AmbassadorEvent, Application, SpokenLanguage
from lms.models import Area, ConsentPurpose, ConsentText, User

Kind = AmbassadorEvent.Kind
SPOKEN = [["km"], ["km", "en"], ["km", "vi"], ["km", "en", "zh"]]
WHY_PAUSED = "ប្រឡងនៅសាកលវិទ្យាល័យ ហើយនឹងត្រឡប់មកវិញនៅខែក្រោយ"
# (family and given name, gender, age, commune, languages, days before the end).
APPLICANTS = [
    ("សុខ", "វណ្ណា", "female", 20, "180102", ["km", "en"], 2),
    ("Chan", "Bopha", "female", 24, "180207", ["km", "en"], 6),
    ("នួន", "រតនា", "male", 31, "180303", ["km", "vi"], 11),
]


def load(demonstration, ambassadors):
    """Languages of the ambassadors, and the steps that led each to where they are now."""
    languages = {language.code: language.pk for language in SpokenLanguage.objects.all()}
    coordinators = User.objects.filter(is_demo=True, roles__role="coordinator").prefetch_related("roles")
    in_charge = {role.area_id: user for user in coordinators for role in user.roles.all()}
    spoken, events = [], []
    through = Ambassador.languages.through
    for number, ambassador in enumerate(ambassadors):
        codes = [code for code in SPOKEN[number % len(SPOKEN)] if code in languages]
        spoken += [through(ambassador=ambassador, spokenlanguage_id=languages[code]) for code in codes]
        by = in_charge[ambassador.area_id]
        events += steps_of(demonstration, ambassador, by)
    through.objects.bulk_create(spoken)
    AmbassadorEvent.objects.bulk_create(events)


def steps_of(demonstration, ambassador, by):
    def step(kind, day, hour, by=None, reason=""):
        at = demonstration.moment(day, dt.time(hour))
        return AmbassadorEvent(ambassador=ambassador, kind=kind, by=by, reason=reason, at=at)

    day = ambassador.joined_on
    yield step(Kind.ENROLLED, day, 9, by)
    yield step(Kind.COURSE_DONE, day, 16)
    yield step(Kind.ACTIVATED, day, 17, by)
    if ambassador.stopped_on:
        yield step(Kind.PAUSED, ambassador.stopped_on, 17, by, WHY_PAUSED)


def load_applications(demonstration):
    """Three people who would like to become ambassadors."""
    areas = {area.code: area for area in Area.objects.current(on=demonstration.until)}
    text = ConsentText.objects.filter(purpose=ConsentPurpose.VOLUNTEER).latest("version")
    for number, (family, given, gender, age, commune, codes, days) in enumerate(APPLICANTS, start=1):
        made = Application.objects.create(
            id=demonstration.id(f"application {number}"),
            family_name=family,
            given_name=given,
            gender=gender,
            birth_year=demonstration.until.year - age,
            area=areas[commune],
            phone=f"+8551200000{number}",
            consent_text=text,
            language="km",
            applied_at=demonstration.moment(demonstration.until - dt.timedelta(days=days), dt.time(15)),
            is_demo=True,
        )
        made.languages.set(SpokenLanguage.objects.filter(code__in=codes))
