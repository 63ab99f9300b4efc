"""Joining two records of one human being, and taking that back."""

from django.core import serializers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.actions.certificates import revoke_unearned
from lms.actions.completing import work_was_adopted
from lms.actions.learning import count_each_lesson_once
from lms.models import (
    Certificate,
    Completion,
    Consent,
    ConsentPurpose,
    KnownApart,
    Learner,
    LearnerCard,
    LessonProgress,
    Person,
    PersonMerge,
)
from lms.reporting.restated import Shares

# Where both have one, the second may stay with the record merged away: it counts nowhere and stays valid.
MAY_STAY = (LearnerCard, Consent, Certificate)
NOT_MOVED = (Person, PersonMerge, KnownApart)


@transaction.atomic
def merge(*, keep, other, by, at=None):
    """Makes `keep` stand for `other` too; returns the PersonMerge, whose `effects` are the reports that change.

    Whatever hangs on the other, in any app, hangs on `keep` afterwards: phones, lessons, attendances, certificates,
    agreements. What both have (one training session, one lesson) counts once, and a course that is completed with the
    work of both gives its certificate. The other record stays, counts nowhere, and its learner card still opens `keep`.
    Particulars of `keep` are not touched.

    Raises PermissionDenied outside the area of `by`, and ValidationError where the two cannot be joined.
    """
    at = at or timezone.now()
    keep, gone = _locked(keep, other)
    _check_allowed(by, keep, gone)
    _check_possible(keep, gone)
    merged = PersonMerge(kept=keep, gone=gone, merged_at=at, merged_by=by)
    shares = Shares([keep, gone])
    _move_consents(merged)
    for field in relations():
        _move(field, merged)
    gone.merged_into = keep
    gone.save(update_fields=["merged_into"])
    for learner in Learner.objects.filter(pk__in=merged.rows["lms.learner.person"]["moved"]):
        count_each_lesson_once(learner)
    merged.effects = shares.changes()
    merged.save(force_insert=True)
    log(keep, "lms.merge_people", user=by, title=str(keep.pk), data={"gone": gone.pk})
    work_was_adopted(person=keep)
    return merged


def preview(*, keep, other, by):
    """The PersonMerge that `merge` would make, found by making it and taking it back; nothing is stored."""
    with transaction.atomic():
        merged = merge(keep=keep, other=other, by=by)
        transaction.set_rollback(True)
    return merged


@transaction.atomic
def undo_merge(*, merge, by, at=None):
    """Takes a merge back, so that every row hangs where it hung before; returns the PersonMerge.

    What was done on a phone since goes along with that phone. A certificate given since is revoked if `keep` has not
    earned it alone. Raises PermissionDenied outside the area of `by`, and ValidationError where nobody could say any
    more to which of the two something belongs.
    """
    keep, gone = _locked(merge.kept, merge.gone)
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    _check_allowed(by, keep, gone)
    _check_exact(merge, keep, gone)
    for field in relations():
        moved = merge.rows.get(label_of(field), {"moved": []})["moved"]
        field.model._base_manager.filter(pk__in=moved).update(**{field.name: gone})
    for row in serializers.deserialize("python", merge.set_aside):
        row.save(force_insert=True)
    Consent.objects.filter(pk__in=merge.closed, withdrawn_at=merge.merged_at).update(withdrawn_at=None)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    for learner in Learner.objects.filter(person__in=[keep, gone]):
        count_each_lesson_once(learner)
    since = keep.certificates.exclude(pk__in=merge.rows["lms.certificate.person"]["own"])
    revoke_unearned(certificates=since, other=gone, by=by)
    merge.undone_at, merge.undone_by = max(at or timezone.now(), merge.merged_at), by
    merge.save(update_fields=["undone_at", "undone_by"])
    log(keep, "lms.undo_merge", user=by, title=str(keep.pk), data={"back": gone.pk})
    for person in (keep, gone):
        work_was_adopted(person=person)
    return merge


@transaction.atomic
def know_apart(*, first, second, by):
    """Says that two people who look alike are two; they are not proposed again. Saying it twice changes nothing."""
    first, second = sorted([first, second], key=lambda person: person.pk)
    _check_allowed(by, first, second)
    apart, is_new = KnownApart.objects.get_or_create(first=first, second=second, defaults={"said_by": by})
    if is_new:
        log(first, "lms.know_apart", user=by, title=str(first.pk), data={"other": second.pk})
    return apart


def relations():
    """Every foreign key to a person, in whatever app, those of many-to-many tables included."""
    for relation in Person._meta.get_fields(include_hidden=True):
        is_pointing = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if is_pointing and relation.related_model not in NOT_MOVED:
            yield relation.field


def label_of(field):
    """How a foreign key is called in PersonMerge.rows."""
    return f"{field.model._meta.label_lower}.{field.name}"


def words_for(model):
    """What rows of a model are, in words; those of a many-to-many table are called as what it belongs to."""
    return (model._meta.auto_created or model)._meta.verbose_name_plural


def _locked(first, second):
    """Both people as stored now, in the order given. Learners first, as everywhere (lms.actions.learning.locked)."""
    pks = [first.pk, second.pk]
    list(Learner.objects.select_for_update().filter(person__in=pks).order_by("pk"))
    found = {
        person.pk: person for person in Person.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    }
    return [found[pk] for pk in pks]


def _check_allowed(by, *people):
    if Person.objects.mergeable_by(by).filter(pk__in=[person.pk for person in people]).count() < len(
        {person.pk for person in people}
    ):
        raise PermissionDenied


def _check_possible(keep, gone):
    if keep.pk == gone.pk:
        raise ValidationError(_("These are not two records, but one."))
    if keep.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("Somebody has merged one of the two already. Please look at the list again."))
    if keep.erased_at or gone.erased_at:
        raise ValidationError(_("One of the two had all data deleted: nobody can say any more who that was."))
    if keep.is_demo != gone.is_demo:
        raise ValidationError(_("One of the two belongs to the demonstration, the other does not."))
    for field in relations():
        if field.unique and field.model not in MAY_STAY and _colliding(field, keep, gone):
            raise ValidationError(
                _("Both have a record of the sort “%(what)s”, and one person can have only one.")
                % {"what": field.model._meta.verbose_name}
            )


def _move_consents(merged):
    """The later word of the two counts: nothing that somebody took back comes into force again."""
    keep, gone = merged.kept, merged.gone
    taken_back = dict(
        gone.consents.order_by().values_list("purpose").annotate(last=Max("withdrawn_at")).exclude(last=None)
    )
    in_force = set(gone.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    for consent in keep.consents.filter(withdrawn_at=None).exclude(purpose=ConsentPurpose.PROGRESS):
        moment = taken_back.get(consent.purpose)
        if consent.purpose not in in_force and moment and moment > consent.given_at:
            consent.withdrawn_at = max(merged.merged_at, consent.given_at)
            consent.save(update_fields=["withdrawn_at"])
            merged.closed[str(consent.pk)] = None


def _revived(keep, gone):
    """Agreements of `gone` that `keep` has taken back since: they stay where they are."""
    for consent in gone.consents.filter(withdrawn_at=None):
        if keep.consents.filter(purpose=consent.purpose, withdrawn_at__gte=consent.given_at).exists():
            yield consent.pk


def _move(field, merged):
    keep, gone, rows = merged.kept, merged.gone, field.model._base_manager
    colliding = _colliding(field, keep, gone)
    if field.model is Consent:
        colliding |= set(_revived(keep, gone))
    own = list(rows.filter(**{field.name: keep}).values_list("pk", flat=True))
    if field.model not in MAY_STAY and colliding:
        doubles = rows.filter(pk__in=colliding)
        merged.set_aside += _plain(doubles)
        # Raw: were anything to hang on such a row, the database refuses, rather than taking it along in silence.
        doubles._raw_delete(doubles.db)
    moving = rows.filter(**{field.name: gone}).exclude(pk__in=colliding)
    moved = list(moving.values_list("pk", flat=True))
    rows.filter(pk__in=moved).update(**{field.name: keep})
    merged.rows[label_of(field)] = {"moved": [_key(pk) for pk in moved], "own": [_key(pk) for pk in own]}


def _plain(rows):
    """Rows as JSON values; Django's own JSON keeps moments to the millisecond only."""
    found = serializers.serialize("python", rows)
    for row in found:
        row["pk"] = _key(row["pk"])
        row["fields"] = {
            name: value if isinstance(value, int | str | bool | None | list | dict) else str(value)
            for name, value in row["fields"].items()
        }
    return found


def _key(pk):
    return pk if isinstance(pk, int) else str(pk)


def _colliding(field, keep, gone):
    """Keys of rows of `gone` that say of it what a row of `keep` says already, by the constraints of their table."""
    rows, found = field.model._base_manager, set()
    for names, condition in _unique_with(field):
        taken = set(rows.filter(condition, **{field.name: keep}).values_list("pk", *names))
        taken = {values[1:] for values in taken}
        for pk, *values in rows.filter(condition, **{field.name: gone}).values_list("pk", *names):
            if tuple(values) in taken:
                found.add(pk)
    return found


def _unique_with(field):
    """([other fields], condition) of each rule of the table that lets a person in only once."""
    meta = field.model._meta
    if field.unique:
        yield [], Q()
    together = [(names, Q()) for names in meta.unique_together]
    together += [
        (constraint.fields, constraint.condition or Q())
        for constraint in meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    for names, condition in together:
        if field.name in names:
            yield [name for name in names if name != field.name], condition


def _check_exact(merge, keep, gone):
    if merge.undone_at is not None:
        raise ValidationError(_("Somebody has undone this merge already."))
    if keep.merged_into_id or keep.merges.in_force().filter(pk__gt=merge.pk).exists():
        raise ValidationError(_("This person was merged again since. Undo the later merge first."))
    if keep.erased_at or gone.erased_at:
        raise ValidationError(
            _("All data of this person was deleted since: there is nothing left to take apart.")
        )
    for field in relations():
        if field.model is Certificate:
            continue  # one given since is looked at by the work it stands for
        known = merge.rows.get(label_of(field), {"moved": [], "own": []})
        now = field.model._base_manager.filter(**{field.name: keep}).values_list("pk", flat=True)
        if {str(pk) for pk in now} != {str(pk) for pk in [*known["moved"], *known["own"]]}:
            raise _not_exact(words_for(field.model))
    for row in serializers.deserialize("python", merge.set_aside):
        for field in row.object._meta.concrete_fields:
            related, value = field.related_model, getattr(row.object, field.attname)
            if related and value is not None and not related._base_manager.filter(pk=value).exists():
                raise _not_exact(words_for(type(row.object)))
    learners = merge.rows["lms.learner.person"]
    begun = [
        set(LessonProgress.objects.filter(learner__in=pks).values_list("lesson_key", flat=True))
        for pks in (learners["moved"], learners["own"])
    ]
    together = Completion.objects.filter(learner__person=keep, recorded_at__gt=merge.merged_at)
    if together.filter(lesson_key__in=begun[0] & begun[1]).exists():
        raise _not_exact(Completion._meta.verbose_name_plural)


def _not_exact(what):
    return ValidationError(
        _(
            "This cannot be undone exactly any more: since the merge there were changes to %(what)s, and nobody can "
            "say to which of the two people they belong."
        )
        % {"what": what}
    )
