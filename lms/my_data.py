"""Everything kept about one person, as that person reads it and takes it along (R53); nothing here writes."""

from django.db.models import Value
from django.utils import timezone

from lms.holdings import holdings
from lms.models import Answer, Attempt, AttemptKind, Completion, Learner, LessonProgress
from lms.reporting import registry


def everything_about(person):
    """All of it as plain JSON values: stable English keys, codes as stored, moments in ISO 8601 (R64)."""
    kept = about_learning(person)
    for holding in holdings():
        kept |= holding.facts(person)
    return kept


def about_learning(person):
    """What this package keeps itself, and which days count as taking part, whatever the channel."""
    learners = Learner.objects.filter(person=person).order_by("made_at").select_related("came_through")
    return {
        "person": {
            "nickname": person.nickname,
            "family_name_km": person.family_name_km,
            "given_name_km": person.given_name_km,
            "family_name_latin": person.family_name_latin,
            "given_name_latin": person.given_name_latin,
            "gender": person.gender,
            "birth_year": person.birth_year,
            "age_band": person.age_band,
            "commune": person.commune and person.commune.code,
            "phone": person.phone,
            "disability": person.disability,
            "registered_at": person.registered_at.isoformat(),
            "was_helped_to_join": person.enrolled_by_id is not None,
            "code": person.code,
        },
        "consents": [
            {
                "purpose": consent.purpose,
                "version": consent.text.version,
                "text": consent.text.text,
                "given_by": consent.given_by,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
            }
            for consent in person.consents.select_related("text")
        ],
        "phones": [
            {
                "learner": str(learner.pk),
                "since": learner.made_at.isoformat(),
                "came_through": learner.came_through and learner.came_through.code,
                "hands_in_work": [
                    {
                        "since": key.made_at.isoformat(),
                        "last_used_at": key.last_used_at and key.last_used_at.isoformat(),
                        "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
                    }
                    for key in learner.submit_keys.all()
                ],
            }
            for learner in learners.prefetch_related("submit_keys")
        ],
        "completed_lessons": [
            {
                "lesson": str(completion.lesson_key),
                "course": str(completion.course_key),
                "completed_at": completion.completed_at.isoformat(),
            }
            for completion in Completion.objects.filter(learner__in=learners)
        ],
        "progress": [
            {
                "lesson": str(progress.lesson_key),
                "screens": progress.screens,
                "last_screen": progress.last_screen and str(progress.last_screen),
                "updated_at": progress.updated_at.isoformat(),
            }
            for progress in LessonProgress.objects.filter(learner__in=learners).order_by("updated_at")
        ],
        "certificates": [
            {
                "code": certificate.code,
                "course": str(certificate.course_key),
                "title": certificate.course_title_km,
                "name": certificate.name_km or certificate.name_en,
                "issued_at": certificate.issued_at.isoformat(),
                "revoked_at": certificate.revoked_at and certificate.revoked_at.isoformat(),
            }
            for certificate in person.certificates.order_by("issued_at")
        ],
        "attempts": attempts_of(learners),
        "taking_part": [
            {"channel": source.channel, "day": str(day)}
            for source in registry.participations()
            for day in days_counted(source, person)
        ],
    }


def attempts_of(learners):
    answers = {}
    made = Answer.objects.filter(attempt__learner__in=learners).select_related("attempt").order_by("pk")
    for answer in made:
        said = {"question": str(answer.question_id), "answer": answer.response}
        # Which answers of a test are right, its score tells only in sum: it may be taken again.
        if answer.attempt.kind == AttemptKind.PRACTICE:
            said["is_correct"] = answer.is_correct
        answers.setdefault(answer.attempt_id, []).append(said)
    return [
        {
            "id": str(attempt.pk),
            "kind": attempt.kind,
            "page": str(attempt.page_key),
            "made_at": attempt.made_at.isoformat(),
            "score": attempt.score,
            "is_passed": attempt.is_passed,
            "answers": answers.get(attempt.pk, []),
        }
        for attempt in Attempt.objects.filter(learner__in=learners)
    ]


def days_counted(source, person, states=(registry.COUNTED, registry.PENDING)):
    """The days of a person's participations in one channel, those included that wait for review."""
    if isinstance(source.columns["person"], Value):
        return []  # a channel without names
    return [
        day
        for state in states
        for day in source.rows(state, timezone.now())
        .order_by()
        .annotate(kept_person=source.columns["person"], kept_day=source.columns["day"])
        .filter(kept_person=person.pk)
        .values_list("kept_day", flat=True)
    ]


def has_taken_part(person):
    """Whether a participation of any channel is this person's, whatever was decided about it.

    One that came back may count again, and one that was rejected stands in reports made before.
    """
    sources = registry.participations()
    return any(days_counted(source, person, registry.DELIVERY_STATES) for source in sources)
