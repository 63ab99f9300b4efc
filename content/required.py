"""The course that is required of digital ambassadors (R23): which one it is stands in the course, not in the code."""

from content.models import CoursePage


def required_course_key():
    """Translation key of the course that ambassadors complete before they log training sessions; None without one."""
    courses = CoursePage.objects.live().filter(is_required_of_ambassadors=True)
    return courses.order_by("path").values_list("translation_key", flat=True).first()
