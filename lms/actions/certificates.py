"""Issuing, revoking and forgetting certificates, and changing the key that signs them."""

import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.models import CheckPage, CoursePage
from lms.badges import new_signing_key
from lms.certificates import certificate_kinds
from lms.khmer import normalise
from lms.models import Attempt, Certificate, Completion, Person, SigningKey
from lms.models.certificates import CERTIFICATE_CODE_LENGTH
from lms.models.people import CODE_ALPHABET
from lms.results import course_result

CODE_TRIES = 10
REASON_LIMIT = Certificate._meta.get_field("reason").max_length
DELETED_BY_HOLDER = "deleted by the holder"


@transaction.atomic
def issue(*, person, course_key, at=None):
    """The certificate of a registered person for a course they completed; returns the Certificate or None.

    Only what the server graded counts (`lms.results`). Calling it again changes nothing. None while the course is not
    completed, when no name may be shown, and when the person's last certificate for it was revoked: then only staff
    issue it again.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    last = Certificate.objects.of_person(person).filter(course_key=course_key).order_by("-issued_at").first()
    if last is not None:
        return None if last.is_revoked else last
    result = course_result(person, course_key)
    if not result.is_completed:
        return None
    return _issue(person, course_key, result, at=at)


def issue_all(*, person, at=None):
    """Issues what a person has earned and does not have yet, as after registering; returns [Certificate]."""
    begun = set(Completion.objects.filter(learner__person=person).values_list("course_key", flat=True))
    passed = Attempt.objects.filter(learner__person=person, is_passed=True).values_list("page_key", flat=True)
    for test in CheckPage.objects.filter(translation_key__in=set(passed)):
        begun.add(test.course.translation_key)
    issued = (issue(person=person, course_key=key, at=at) for key in sorted(begun, key=str))
    return [certificate for certificate in issued if certificate is not None]


@transaction.atomic
def issue_again(*, certificate, by):
    """A new certificate in place of a revoked one, with the name and title of today; returns it.

    Raises PermissionDenied outside the area of `by` and ValidationError where there is nothing to issue.
    """
    person, certificate = _locked(certificate, by)
    if Certificate.objects.of_person(person).in_force().filter(course_key=certificate.course_key).exists():
        raise ValidationError(_("There is a certificate in force for this course already."))
    result = course_result(person, certificate.course_key)
    made = _issue(person, certificate.course_key, result, by=by) if result.is_completed else None
    if made is None:
        raise ValidationError(_("This person has not completed the course, or has no name to show."))
    return made


@transaction.atomic
def revoke(*, certificate, by, reason):
    """Takes a certificate back for ever; returns it.

    Raises PermissionDenied outside the area of `by` and ValidationError without a reason or when it is revoked already.
    """
    _person, certificate = _locked(certificate, by)
    return take_back(certificate, by=by, reason=reason)


def revoke_unearned(*, certificates, other, by):
    """Revokes those of `certificates` that their holder has not earned without the work of `other`.

    The two were taken for one person; whoever calls has locked both.
    """
    for certificate in certificates.in_force().select_related("person"):
        key = certificate.course_key
        has_part = (
            Completion.objects.filter(learner__person=other, course_key=key).exists()
            or Attempt.objects.filter(learner__person=other, pk=certificate.attempt_id).exists()
        )
        # Without a part of the other's it was earned, even if the course asks for more by now.
        if has_part and not course_result(certificate.person, key).is_completed:
            reason = _("Two people were taken for one, and only both together had completed the course.")
            take_back(certificate, by=by, reason=reason)


def take_back(certificate, *, by, reason):
    """Revokes a certificate of any kind; returns it. Whoever calls has locked it and found `by` in charge of it.

    Raises ValidationError as `revoke` does.
    """
    reason = normalise(reason)
    if not reason:
        raise ValidationError({"reason": _("Say why: the holder reads it on the certificate's page.")})
    if len(reason) > REASON_LIMIT:
        raise ValidationError(
            {"reason": _("At most %(limit)s characters, please.") % {"limit": REASON_LIMIT}}
        )
    if certificate.is_revoked:
        raise ValidationError(_("Somebody has revoked this certificate already."))
    certificate.revoked_at, certificate.revoked_by, certificate.reason = timezone.now(), by, reason
    certificate.save(update_fields=["revoked_at", "revoked_by", "reason"])
    log(certificate, "lms.certificate_revoked", user=by, data={"reason": reason})
    return certificate


@transaction.atomic
def forget_holder(*, person, at=None):
    """Takes the name off all certificates of a person whose data is deleted; they are no longer in force.

    Safe to repeat.
    """
    at = at or timezone.now()
    for kind in certificate_kinds():
        held = kind.model.objects.of_person(person)
        for certificate in held.in_force():
            log(certificate, "lms.certificate_revoked", data={"reason": DELETED_BY_HOLDER})
        held.in_force().update(revoked_at=at, reason=DELETED_BY_HOLDER)
        held.update(name_km="", name_en="")


@transaction.atomic
def rotate_signing_key(*, at=None):
    """Makes a new signing key and destroys the private half of the one before; returns the new SigningKey.

    What the old key signed stays verifiable: its public half stays published.
    """
    SigningKey.objects.filter(is_current=True).update(
        is_current=False, retired_at=at or timezone.now(), encrypted_private_key=""
    )
    key = new_signing_key()
    key.save()
    return key


def _locked(certificate, by):
    """The person and the certificate as stored now, nobody else issuing or revoking for that person meanwhile."""
    person = Person.objects.select_for_update().get(pk=certificate.person_id)
    found = Certificate.objects.revocable_by(by).filter(pk=certificate.pk).first()
    if found is None:
        raise PermissionDenied
    return person, found


def _issue(person, course_key, result, *, at=None, by=None):
    fields = fields_of(person, course_key, result, at or timezone.now())
    if fields is None:
        return None
    ensure_signing_key()
    certificate = with_new_code(Certificate, **fields)
    log(certificate, "lms.certificate_issued", user=by, data={"course": str(course_key)})
    return certificate


def fields_of(person, course_key, result, at):
    """What a certificate of this CourseResult says, but its code; None where no name may be shown."""
    names, titles, final = names_of(person, at), _titles_of(course_key), result.final
    if not any(names.values()) or not titles:
        return None
    sitting = getattr(final, "sitting", None)
    return {
        "person": person,
        "course_key": course_key,
        "course_title_km": titles.get("km") or titles["en"],
        "course_title_en": titles.get("en", ""),
        "name_km": names["km"],
        "name_en": names["en"],
        "issued_at": at,
        "attempt": final,
        "score": final and final.score,
        "maximum": final and final.maximum,
        "is_proctored": bool(sitting and sitting.proctored_by_id),
        "venue": sitting and sitting.venue,
    }


def names_of(person, at):
    """{"km": …, "en": …}: what a certificate may call a person; a minor has only a nickname."""
    if person.is_minor(timezone.localdate(at)):
        return dict.fromkeys(("km", "en"), normalise(person.nickname))
    names = {}
    for language in ("km", "en"):
        with translation.override(language):
            names[language] = normalise(person.name)
    return names


def _titles_of(course_key):
    """{language: title} of a course; one that was closed or taken down since keeps its title."""
    pages = CoursePage.objects.filter(translation_key=course_key).select_related("locale")
    return {page.locale.language_code: page.title for page in pages}


def with_new_code(model, **fields):
    """Stores a certificate of any kind under a code that nobody has; returns it."""
    for tries_left in reversed(range(CODE_TRIES)):
        code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CERTIFICATE_CODE_LENGTH))
        try:
            with transaction.atomic():
                return model.objects.create(code=code, **fields)
        except IntegrityError:
            if not tries_left:
                raise
    return None


def ensure_signing_key():
    """Makes the first key if there is none, so that reading a certificate never has to write; safe to repeat."""
    if SigningKey.objects.current() is not None:
        return
    try:
        with transaction.atomic():
            new_signing_key().save()
    except IntegrityError:
        if SigningKey.objects.current() is None:  # nobody else made it in the same moment
            raise
