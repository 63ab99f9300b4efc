"""What is kept about a person, in plain words of the reader's language (R53); nothing here writes."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from content.models import LessonPage
from lms.forms.people import commune_name
from lms.holdings import Section, holdings
from lms.models import Answer, Completion, Disability, Learner
from lms.my_data import days_counted
from lms.progress import in_one_language
from lms.reporting import registry

COMPLETED_LESSON = "completed_lesson"


def in_plain_words(person):
    """[Section] of everything kept about a person."""
    return [
        Section(_("About me"), list(about(person))),
        Section(_("What I agreed to"), list(agreements(person))),
        Section(_("What I learned"), list(learned(person))),
        Section(_("Where I took part"), list(took_part(person))),
        *(section for holding in holdings() for section in holding.sections(person)),
    ]


def about(person):
    yield _("Name"), person.name
    yield _("Gender"), person.get_gender_display()
    if person.birth_year:
        yield _("Year of birth"), str(person.birth_year)
    else:
        yield _("Age"), person.get_age_band_display()
    yield _("Commune where you live"), commune_name(person.commune) if person.commune else _("Not recorded")
    if person.phone:
        yield _("Phone number"), person.phone
    if person.disability != Disability.NOT_ASKED:
        yield _("Something is very hard for me"), person.get_disability_display()
    yield _("Joined"), day(person.registered_at)
    if person.code:
        yield _("Code"), format_html('<span lang="en">{}</span>', person.code)
    if person.enrolled_by_id:
        yield _("Helped to join by"), str(person.enrolled_by)


def agreements(person):
    for consent in person.consents.order_by("given_at"):
        said = {
            "given": day(consent.given_at),
            "withdrawn": consent.withdrawn_at and day(consent.withdrawn_at),
        }
        text = (
            _("Yes, on %(given)s. Taken back on %(withdrawn)s.")
            if consent.withdrawn_at
            else _("Yes, on %(given)s")
        )
        yield consent.get_purpose_display(), text % said


def learned(person):
    completions = Completion.objects.filter(learner__person=person).counted().order_by("completed_at")
    keys = {completion.lesson_key for completion in completions}
    pages = in_one_language(
        LessonPage.objects.filter(translation_key__in=keys).select_related("locale").defer("screens")
    )
    titles = {page.translation_key: page.title for page in pages}
    for completion in completions:
        title = titles.get(completion.lesson_key, _("A lesson that is no longer here"))
        yield title, _("Completed on %(day)s") % {"day": date_format(completion.completed_on)}
    for certificate in person.certificates.order_by("issued_at"):
        yield _("Certificate"), f"{certificate.course_title}, {day(certificate.issued_at)}"
    answers = Answer.objects.filter(attempt__learner__person=person)
    right = answers.filter(is_correct=True).count()
    yield (
        _("Answers to questions"),
        _("%(all)s, of them %(right)s right") % {"all": answers.count(), "right": right},
    )


def took_part(person):
    told = {COMPLETED_LESSON, *(channel for holding in holdings() for channel in holding.channels)}
    for source in registry.participations():
        if source.channel not in told:
            for on in days_counted(source, person):
                yield _("Training session"), date_format(on)
    for learner in Learner.objects.filter(person=person).select_related("came_through").order_by("made_at"):
        yield _("A phone I learned on"), _("since %(day)s") % {"day": day(learner.made_at)}
        if learner.came_through:
            yield _("Came in through the poster of"), learner.came_through.name


def day(moment):
    return date_format(timezone.localdate(moment))
