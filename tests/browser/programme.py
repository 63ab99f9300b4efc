"""A small programme to tell the seven stories in: `python -m tests.browser.programme` fills an empty installation.

Made by the actions and models of the product; one zone in town, one school in a village, and those who work there.
"""

import os

PASSWORD = "stories-of-kampong-som"
ZONE_CODE = "market"
SOURCE_CODE = "city-radius"
ACCESS_POINT = "ap-market-1"


def make():
    from django.utils import timezone

    from ambassadors.models import Ambassador
    from hotspots.models import AccessPoint, AccessPointIdentity, UsageSource, Zone
    from lms.actions.roles import grant_role
    from lms.models import Area, Person, User, Venue, VenueKind

    def user(username, role, code, **fields):
        made = User.objects.create_user(username, password=PASSWORD, **fields)
        grant_role(user=made, role=role, area=Area.objects.get(code=code), by=None)
        return made

    market = Venue.objects.create(
        code="market",
        kind=VenueKind.objects.get(code="wifi-zone"),
        area=Area.objects.get(code="180101"),
        setting="urban",
        name_km="ផ្សារធំ",
        name_en="Big market",
        opened_on="2024-01-01",
    )
    zone = Zone.objects.create(venue=market, code=ZONE_CODE, ssid="Sala; Free")
    Venue.objects.create(
        code="village-school",
        kind=VenueKind.objects.get(code="school"),
        area=Area.objects.get(code="180204"),
        setting="rural",
        name_km="សាលារៀនភូមិ",
        name_en="Village school",
        opened_on="2024-01-01",
    )
    access_point = AccessPoint.objects.create(zone=zone, name="Roof")
    AccessPointIdentity.objects.create(
        access_point=access_point, kind=AccessPointIdentity.Kind.NAS_IDENTIFIER, value=ACCESS_POINT
    )
    UsageSource.objects.create(code=SOURCE_CODE, name="City RADIUS", zone=zone)

    person = Person.objects.create(
        family_name_km="សុខ", given_name_km="ស្រីនាង", gender="female", birth_year=2001
    )
    province = Area.objects.get(code="18")
    Ambassador.objects.create(
        person=person, area=province, status="active", required_course_done_at=timezone.now()
    )
    user("sreyneang", "ambassador", "18", person=person, full_name="សុខ ស្រីនាង")
    user("chantha", "coordinator", "1802", full_name="ច័ន្ទ ថា")
    user("elsewhere", "coordinator", "1804", full_name="កែវ នី")
    user("manager", "province_manager", "18", full_name="លី ដារ៉ា")
    user("editor", "editor", "18", full_name="មាស បុប្ផា")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        make()
