"""The texts that ambassadors work with, gathered for the page and for phones without a network."""

from django.utils import timezone
from django.utils.translation import get_language

from ambassadors.models import Resource
from content.models import HomePage
from lms.models import ConsentPurpose, ConsentText

CONSENT, TO_BRING = "consent", "what-to-bring"
# What an ambassador asks learners for; the others are not the ambassador's to ask.
ASKED_OF_LEARNERS = [ConsentPurpose.PROGRESS, ConsentPurpose.CONTACT, ConsentPurpose.NAMED_REPORT]


def resources_in_use():
    """{"lesson_plans": [(CoursePage, Resource or None)], "resources", "to_bring", "consent_texts"}.

    Lesson plans are the courses on offer in the language in use, each with its lessons in `lesson_list`; what is
    required of ambassadors themselves is none.
    """
    texts = {resource.code: resource for resource in Resource.objects.all()}
    home = HomePage.objects.filter(locale__language_code=get_language()).first()
    courses = [course for course in home.courses if not course.is_required_of_ambassadors] if home else []
    plans = [(course, texts.pop(course.slug, None)) for course in courses]
    return {
        "lesson_plans": plans,
        "to_bring": texts.pop(TO_BRING, None),
        "resources": list(texts.values()),
        "consent_code": CONSENT,
        "consent_texts": consent_texts(),
    }


def consent_texts():
    """The texts that people are asked to agree to now, word for word."""
    newest = {}
    for text in ConsentText.objects.filter(valid_from__lte=timezone.now()).order_by("version"):
        newest[text.purpose] = text
    return [newest[purpose] for purpose in ASKED_OF_LEARNERS if purpose in newest]
