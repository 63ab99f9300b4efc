"""The demonstration's schools: codes that no ministry gave, and pupils by grade and gender."""

from ambassadors.models import School, SchoolEnrolment, school_year_of
from lms.models import Gender, Venue

# Primary, lower secondary, both secondary levels.
GRADES = [(1, 6), (7, 9), (7, 12)]
WITHOUT_CODE = 11


def load(demonstration):
    dice = demonstration.dice("schools")
    venues = Venue.objects.filter(is_demo=True, kind__code="school").order_by("pk")
    schools = []
    for number, venue in enumerate(venues, start=1):
        first, last = GRADES[number % 3]
        schools.append(
            School(
                venue=venue,
                emis_code="" if number == WITHOUT_CODE else f"DEMO-{number:04}",
                first_grade=first,
                last_grade=last,
            )
        )
    School.objects.bulk_create(schools)
    this_year = school_year_of(demonstration.until)
    SchoolEnrolment.objects.bulk_create(
        SchoolEnrolment(school=school, school_year=year, grade=grade, gender=gender, count=count)
        for school in School.objects.filter(venue__is_demo=True).order_by("pk")
        for year in (this_year - 1, this_year)
        for grade in school.grades
        for gender, count in _pupils(dice, grade)
    )


def _pupils(dice, grade):
    """Girls stay away a little more often in the higher grades."""
    pupils = dice.randint(34, 92)
    girls = round(pupils * (dice.uniform(0.47, 0.51) - 0.006 * grade))
    return [(Gender.FEMALE, girls), (Gender.MALE, pupils - girls)]
