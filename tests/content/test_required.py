"""Which course is required of ambassadors is said by the courses themselves."""

from content.models import CoursePage
from content.required import required_course_key
from tests.content import factories


def require(course, *, is_required=True):
    CoursePage.objects.filter(translation_key=course.translation_key).update(
        is_required_of_ambassadors=is_required
    )


def test_no_course_is_required_until_one_says_so(km_course, en_course):
    assert required_course_key() is None
    require(km_course)
    assert required_course_key() == km_course.translation_key == en_course.translation_key


def test_another_city_chooses_its_own_course_in_the_editor(km_course, homes):
    own = factories.course(parent=homes["km"], title="វគ្គរបស់ទីក្រុង")
    require(km_course)
    require(own)
    assert required_course_key() == km_course.translation_key
    require(km_course, is_required=False)
    assert required_course_key() == own.translation_key


def test_a_course_that_is_not_public_is_required_of_nobody(km_course):
    require(km_course)
    km_course.unpublish()
    assert required_course_key() is None
