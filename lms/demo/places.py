"""Partners and venues of the demonstration. Their names say what they are; no real institution is meant."""

import datetime as dt
from dataclasses import dataclass

from lms.demo.registry import Refused
from lms.models import Area, Initiative, Partner, Setting, Venue, VenueKind

Kind = Partner.Kind
PARTNERS = [
    (Kind.AUTHORITY, "Demonstration commune office", "ការិយាល័យឃុំសាកល្បង"),
    (Kind.SCHOOL, "Demonstration schools office", "ការិយាល័យសាលារៀនសាកល្បង"),
    (Kind.UNIVERSITY, "Demonstration university", "សាកលវិទ្យាល័យសាកល្បង"),
    (Kind.NGO, "Demonstration association for women", "សមាគមស្ត្រីសាកល្បង"),
    (Kind.CSO, "Demonstration youth group", "ក្រុមយុវជនសាកល្បង"),
    (Kind.PRIVATE, "Demonstration internet company", "ក្រុមហ៊ុនអ៊ីនធឺណិតសាកល្បង"),
]


@dataclass(frozen=True)
class Plan:
    """A venue to make. `what` names it in (English, Khmer); `opened` counts days from the start of the six months."""

    code: str
    commune: str
    what: tuple[str, str]
    kind: str
    setting: str = Setting.RURAL
    host: str = Kind.AUTHORITY
    initiative: str = Initiative.LITERACY
    serves_poor: bool = False
    serves_marginalised: bool = False
    opened: int = -400


def zone(code, commune, english, khmer, setting=Setting.RURAL, **fields):
    what = (f"Demonstration zone: {english}", f"តំបន់វ៉ាយហ្វាយសាកល្បង {khmer}")
    plan = {"kind": "wifi-zone", "initiative": Initiative.ZONES} | fields
    return Plan(code, commune, what, setting=setting, **plan)


def school(number, commune, setting=Setting.RURAL, **fields):
    khmer = str(number).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    what = (f"Demonstration school {number}", f"សាលារៀនសាកល្បង {khmer}")
    return Plan(f"demo-school-{number}", commune, what, "school", setting, host=Kind.SCHOOL, **fields)


HALL = ("Demonstration commune hall", "សាលាឃុំសាកល្បង")
CENTRE = ("Demonstration neighbourhood centre", "មជ្ឈមណ្ឌលសហគមន៍សាកល្បង")
PAGODA = ("Demonstration pagoda", "វត្តសាកល្បង")
HOMES = ("Demonstration homes", "ផ្ទះសាកល្បង")

VENUES = [
    zone("demo-market", "180101", "market", "ផ្សារ", Setting.URBAN),
    zone("demo-seafront", "180104", "seafront", "មាត់សមុទ្រ", Setting.URBAN),
    zone("demo-bus", "180102", "bus stop", "ចំណតរថយន្តក្រុង", Setting.URBAN, serves_poor=True),
    zone("demo-veal-renh", "180214", "market", "ផ្សារ", serves_poor=True),
    zone("demo-prey-nob", "180207", "commune hall", "សាលាឃុំ", serves_poor=True, opened=31),
    zone("demo-harbour", "180303", "fishing harbour", "កំពង់ផែនេសាទ", serves_marginalised=True),
    zone("demo-pier", "180501", "island pier", "ផែកោះ", serves_marginalised=True, opened=75),
    zone("demo-ream", "180601", "neighbourhood centre", "មជ្ឈមណ្ឌលសហគមន៍", Setting.URBAN),
    school(1, "180101", Setting.URBAN),
    school(2, "180103", Setting.URBAN),
    school(3, "180104", Setting.URBAN),
    school(4, "180207"),
    school(5, "180209", serves_poor=True),
    school(6, "180214"),
    school(7, "180212"),
    school(8, "180301", serves_marginalised=True),
    school(9, "180304", serves_poor=True),
    school(10, "180402", serves_poor=True),
    school(11, "180501", serves_marginalised=True),
    school(12, "180602", Setting.URBAN),
    Plan("demo-centre-pir", "180102", CENTRE, "neighbourhood-centre", Setting.URBAN, Kind.CSO),
    Plan("demo-centre-ou-oknha-heng", "180603", CENTRE, "neighbourhood-centre", Setting.URBAN, Kind.NGO),
    Plan("demo-hall-samrong", "180210", HALL, "commune-hall"),
    Plan("demo-hall-ou-treh", "180302", HALL, "commune-hall"),
    Plan("demo-hall-chamkar-luong", "180401", HALL, "commune-hall", serves_poor=True),
    Plan("demo-centre-koah-rung-sonlem", "180502", CENTRE, "neighbourhood-centre", serves_marginalised=True),
    Plan("demo-pagoda-bei", "180103", PAGODA, "pagoda", Setting.URBAN, serves_poor=True),
    Plan("demo-pagoda-tuek-lak", "180211", PAGODA, "pagoda"),
    Plan("demo-homes-buon", "180104", HOMES, "home", Setting.URBAN, serves_poor=True),
    Plan("demo-homes-cheung-kou", "180204", HOMES, "home", serves_poor=True),
    Plan("demo-homes-tumnob-rolok", "180303", HOMES, "home", serves_marginalised=True),
]


def load(demonstration):
    Partner.objects.bulk_create(
        Partner(kind=kind, name_en=english, name_km=khmer, is_demo=True) for kind, english, khmer in PARTNERS
    )
    partners = {partner.kind: partner for partner in Partner.objects.filter(is_demo=True)}
    kinds = {kind.code: kind for kind in VenueKind.objects.all()}
    areas = communes(demonstration)
    lacking = {plan.kind for plan in VENUES} - set(kinds)
    if lacking:
        raise Refused(
            f"These venue kinds are missing: {', '.join(sorted(lacking))}. Run load_reference first."
        )
    Venue.objects.bulk_create(
        Venue(
            code=plan.code,
            kind=kinds[plan.kind],
            area=areas[plan.commune],
            setting=plan.setting,
            name_en=f"{plan.what[0]}, {areas[plan.commune].name_latin}",
            name_km=f"{plan.what[1]} {in_khmer(areas[plan.commune])}",
            serves_poor=plan.serves_poor,
            serves_marginalised=plan.serves_marginalised,
            initiative=plan.initiative,
            host=partners[plan.host],
            opened_on=demonstration.since + dt.timedelta(days=plan.opened),
            is_demo=True,
        )
        for plan in VENUES
    )


def communes(demonstration):
    """{code: commune} of Preah Sihanouk as it is at the end of the demonstration."""
    found = Area.objects.current(on=demonstration.until).filter(parent__parent__code="18")
    areas = {area.code: area for area in found.select_related("parent").order_by("code")}
    lacking = {plan.commune for plan in VENUES} - set(areas)
    if lacking:
        raise Refused(
            f"These communes are missing: {', '.join(sorted(lacking))}. Run import_areas first, "
            "and choose a day after August 2024."
        )
    return areas


def in_khmer(commune):
    """The name with its kind before it: a sangkat called only ២ would read as a number."""
    prefix = {Area.Kind.SANGKAT: "សង្កាត់", Area.Kind.KHUM: "ឃុំ"}[commune.kind]
    return f"{prefix}{commune.name_km}"
