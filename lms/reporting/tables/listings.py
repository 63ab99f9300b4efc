"""Lists of what stands behind the figures: training sessions, zones, courses, and every participation."""

from collections import Counter

from content.models import CoursePage
from lms.models import Feedback
from lms.reporting import registry
from lms.reporting.people import ByGender, as_uuid
from lms.reporting.reach import age_band_of
from lms.reporting.tables.shape import (
    NOT_RECORDED,
    USAGE,
    Column,
    Table,
    gender_columns,
    gender_values,
    usage_values,
)

LESSON_CHANNEL = "completed_lesson"


def course_pages():
    """{course key: {"en": title, "km": title, "initiative": code}} of all courses, published or not."""
    found = {}
    rows = CoursePage.objects.values_list("translation_key", "locale__language_code", "title", "initiative")
    for key, language, title, initiative in rows.order_by("pk"):
        found.setdefault(key, {"en": "", "km": "", "initiative": initiative})[language] = title
    return found


def training_session_rows(reach):
    """One row for each verified training session; two ambassadors make it no more than one."""
    participants, by_name = {}, Counter()
    for source in registry.participations():
        if source.in_deliveries:
            columns = source.columns
            for record, gender, count in reach.summed(
                source, record=columns["record"], gender=columns["gender"]
            ):
                participants.setdefault(record, ByGender())[gender] += count
                by_name[record] += count if reach.names_people(source) else 0
    courses, areas = course_pages(), reach.areas.areas
    for session in reach.deliveries(registry.COUNTED):
        course = courses.get(session["course"], {})
        yield (
            str(session["record"]),
            session["day"],
            session["venue"],
            session["venue_en"],
            session["venue_km"],
            areas[session["area"]].code,
            session["setting"],
            session["kind"],
            course.get("en") or session["topic_en"] or "",
            course.get("km") or session["topic_km"] or "",
            session["minutes"],
            *gender_values(participants.get(session["record"], ByGender())),
            by_name[session["record"]],
            session["people_with_disabilities"],
            session["poor"],
            session["marginalised"],
            session["partner_en"] or "",
            session["partner_km"] or "",
            session["partner_kind"] or "",
            *faces_of(session),
        )


def faces_of(session):
    """How many gave each face, the best first; None where nobody was asked, which is not zero."""
    faces = session["faces"]
    return [faces.get(str(face.value), 0) if faces else None for face in reversed(Feedback.Face)]


def zone_rows(reach):
    for place in reach.wifi:
        yield (
            place.place,
            place.place_en,
            place.place_km,
            reach.areas.areas[place.area].code,
            place.setting,
            place.days,
            *usage_values([place]),
        )


def course_rows(reach):
    """Every course of the site, taken or not, and courses that are no longer in it but were taken."""
    pages = course_pages()
    people = reach.people.by("course", channels=[LESSON_CHANNEL])
    people = {as_uuid(course): counts for course, counts in people.items()}
    lessons, sessions = {}, reach.delivered_by_course
    for source in registry.participations():
        if source.channel == LESSON_CHANNEL:
            columns = source.columns
            by_course = reach.summed(source, course=columns["course"], gender=columns["gender"])
            for course, gender, count in by_course:
                lessons.setdefault(course, ByGender())[gender] += count
    keys = (pages.keys() | lessons.keys() | sessions.keys()) - {None}
    for key in sorted(keys, key=lambda key: (pages.get(key, {}).get("en") or "~", str(key))):
        yield (
            str(key),
            pages.get(key, {}).get("en", ""),
            pages.get(key, {}).get("km", ""),
            *gender_values(lessons.get(key, ByGender())),
            *gender_values(people.get(key, ByGender())),
            sessions[key],
        )


def fact_rows(reach):
    """One row for each participation or headcount cell, without names, straight from the database."""
    courses, areas = course_pages(), reach.areas.areas
    names = ["record", "day", "weight", "person", "gender", "disability", "area", "setting"]
    names += ["venue", "venue_kind", "course", "initiative"]
    for source in registry.participations():
        rows = reach.rows(source).order_by("reach_day", "pk")
        columns = [source.columns[name] for name in names]
        for fact in rows.values_list(*columns, age_band_of(source, reach.period)).iterator(chunk_size=5000):
            *values, age_band = fact
            record, day, weight, person, gender, disability, area, setting, *where = values
            venue, venue_kind, course, initiative = where
            yield (
                str(record),
                source.channel,
                day,
                weight,
                "no" if person is None else "yes",
                gender,
                age_band,
                disability,
                areas[area].code if area else NOT_RECORDED,
                setting or NOT_RECORDED,
                venue or "",
                venue_kind or NOT_RECORDED,
                str(course or ""),
                initiative or courses.get(course, {}).get("initiative") or NOT_RECORDED,
            )


TRAINING_SESSIONS = Table(
    "training_sessions",
    "Verified training sessions",
    "វគ្គបណ្តុះបណ្តាលដែលបានផ្ទៀងផ្ទាត់",
    (
        Column("Training session", "វគ្គបណ្តុះបណ្តាល"),
        Column("Date", "កាលបរិច្ឆេទ", "date"),
        Column("Venue code", "លេខកូដទីកន្លែង"),
        Column("Venue", "ទីកន្លែងជាភាសាអង់គ្លេស"),
        Column("Venue in Khmer", "ទីកន្លែងជាភាសាខ្មែរ"),
        Column("Area code", "លេខកូដតំបន់"),
        Column("Setting", "ទីក្រុង ឬជនបទ"),
        Column("Kind", "ប្រភេទ"),
        Column("Course or topic", "វគ្គសិក្សា ឬប្រធានបទជាភាសាអង់គ្លេស"),
        Column("Course or topic in Khmer", "វគ្គសិក្សា ឬប្រធានបទជាភាសាខ្មែរ"),
        Column("Minutes", "នាទី", "count", True),
        *gender_columns("Participations", "ការចូលរួម", is_additive=True),
        Column("Attendances by name", "វត្តមានតាមឈ្មោះ", "count", True),
        Column("People with disabilities as counted", "ជនមានពិការភាពតាមការរាប់", "count", True),
        # What came later stands at the end: headings and their order are relied on (contracts.md).
        Column("From poor households", "មកពីគ្រួសារក្រីក្រ", "count", True),
        Column("From groups often left out", "មកពីក្រុមដែលច្រើនត្រូវគេមើលរំលង", "count", True),
        Column("Partner", "ដៃគូជាភាសាអង់គ្លេស"),
        Column("Partner in Khmer", "ដៃគូជាភាសាខ្មែរ"),
        Column("Partner type", "ប្រភេទដៃគូ"),
        Column("Faces: good", "មុខ៖ ល្អ", "count", True),
        Column("Faces: so so", "មុខ៖ មធ្យម", "count", True),
        Column("Faces: not good", "មុខ៖ មិនល្អ", "count", True),
    ),
    training_session_rows,
)
ZONES = Table(
    "zones",
    "Use of the Wi-Fi zones: devices, not people",
    "ការប្រើប្រាស់តំបន់វ៉ាយហ្វាយឥតគិតថ្លៃ៖ ឧបករណ៍ មិនមែនមនុស្ស",
    (
        Column("Zone code", "លេខកូដតំបន់វ៉ាយហ្វាយឥតគិតថ្លៃ"),
        Column("Zone", "តំបន់វ៉ាយហ្វាយឥតគិតថ្លៃជាភាសាអង់គ្លេស"),
        Column("Zone in Khmer", "តំបន់វ៉ាយហ្វាយឥតគិតថ្លៃជាភាសាខ្មែរ"),
        Column("Area code", "លេខកូដតំបន់"),
        Column("Setting", "ទីក្រុង ឬជនបទ"),
        Column("Days with use", "ចំនួនថ្ងៃមានការប្រើប្រាស់", "count", True),
        *USAGE,
    ),
    zone_rows,
)
COURSES = Table(
    "courses",
    "Lessons completed, by course",
    "មេរៀនដែលបានបញ្ចប់ តាមវគ្គសិក្សា",
    (
        Column("Course key", "កូនសោវគ្គសិក្សា"),
        Column("Course", "វគ្គសិក្សាជាភាសាអង់គ្លេស"),
        Column("Course in Khmer", "វគ្គសិក្សាជាភាសាខ្មែរ"),
        *gender_columns("Lessons completed", "មេរៀនដែលបានបញ្ចប់", is_additive=True),
        *gender_columns("People reached", "មនុស្សដែលបានទទួល", is_additive=False),
        Column("Training sessions", "វគ្គបណ្តុះបណ្តាល", "count", True),
    ),
    course_rows,
)
FACTS = Table(
    "facts",
    "Every participation counted, without names",
    "ការចូលរួមនីមួយៗដែលបានរាប់ ដោយគ្មានឈ្មោះ",
    (
        Column("Record", "កំណត់ត្រា"),
        Column("Channel", "មធ្យោបាយ"),
        Column("Date", "កាលបរិច្ឆេទ", "date"),
        Column("Participations", "ការចូលរួម", "count", True),
        Column("Registered person", "បុគ្គលដែលបានចុះឈ្មោះ"),
        Column("Gender", "ភេទ"),
        Column("Age band", "ក្រុមអាយុ"),
        Column("Disability", "ពិការភាព"),
        Column("Area code", "លេខកូដតំបន់"),
        Column("Setting", "ទីក្រុង ឬជនបទ"),
        Column("Venue code", "លេខកូដទីកន្លែង"),
        Column("Venue kind", "ប្រភេទទីកន្លែង"),
        Column("Course key", "កូនសោវគ្គសិក្សា"),
        Column("Initiative", "គំនិតផ្តួចផ្តើម"),
    ),
    fact_rows,
    is_styled=False,
)
