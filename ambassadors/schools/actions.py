"""Saying how many pupils a school has."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from ambassadors.models import School, SchoolEnrolment


@transaction.atomic
def record_enrolment(*, school, school_year, cells, by):
    """Puts {(grade, gender): pupils} in place of what was known of a school year; cells left out are not recorded.

    Raises PermissionDenied outside the area of `by`.
    """
    locked = School.objects.changeable_by(by).select_for_update(of=("self",)).filter(pk=school.pk).first()
    if locked is None:
        raise PermissionDenied
    rows = locked.enrolments.filter(school_year=school_year)
    before = [list(row) for row in rows.values_list("grade", "gender", "count")]
    rows.delete()
    SchoolEnrolment.objects.bulk_create(
        SchoolEnrolment(school=locked, school_year=school_year, grade=grade, gender=gender, count=count)
        for (grade, gender), count in cells.items()
        if count is not None
    )
    log(locked, "ambassadors.enrolment", user=by, data={"school_year": school_year, "before": before})
