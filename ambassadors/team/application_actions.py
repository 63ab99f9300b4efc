"""Applications of volunteers: taking them in, deciding about them, and forgetting them."""

import datetime as dt
import itertools
import re
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import Ambassador, AmbassadorEvent, Application
from ambassadors.team.actions import change_ambassador, take_in
from ambassadors.team.life_cycle import Kind, checked_reason, take_step
from lms.actions.consents import give_consent
from lms.duplicates import NAMES, name_key
from lms.khmer import has_khmer
from lms.models import AgeBand, Gender, Person, User

State = Application.State
KEPT_UNDECIDED = KEPT_REFUSED = dt.timedelta(days=180)


def receive_application(*, id, languages, **particulars):
    """Stores an application and returns it; the same `id` again changes nothing and returns what is stored."""
    known = Application.objects.filter(pk=id).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made = Application.objects.create(id=id, **particulars)
            made.languages.set(languages)
    except IntegrityError:  # the same form a moment ago
        return Application.objects.get(pk=id)
    return made


def take_back(*, application):
    """Deletes an application about which nobody has decided yet; returns whether there was one."""
    return bool(Application.objects.waiting().filter(pk=application.pk).delete()[0])


def known_people(application, *, by):
    """The persons who may be the applicant already, those alone whom `by` may see, and the learner who said so.

    The same name in Khmer, in Latin letters or as nickname, and the same year of birth or the age band of it.
    """
    if application.birth_year is None:
        return []
    age = timezone.localdate(application.applied_at).year - application.birth_year
    same_age = Q(birth_year=application.birth_year) | Q(birth_year=None, age_band=AgeBand.of_age(age))
    keys = {name_key(application.name), name_key(application.given_name)}
    people = Person.objects.known().select_related("commune", "ambassador")
    found = [
        person
        for person in people.visible_to(by).filter(same_age)
        if keys & {name_key("".join(getattr(person, name) for name in names)) for names in NAMES}
    ]
    own = people.filter(pk=application.person_id).first()
    return [*([own] if own else []), *(person for person in found if person != own)]


@transaction.atomic
def accept(*, application, by, area, person=None, is_new=False):
    """Takes an applicant in for training: with a person, a user and the role; returns the Ambassador.

    `person` is one of `known_people`, whose record goes on; `is_new` says that it is none of them. Who looks like a
    known person is never made a second one unasked. Raises PermissionDenied outside the area of `by`, and
    ValidationError with a sentence.
    """
    locked = _locked(application, by)
    _check_area(area, by)
    alike = known_people(locked, by=by)
    if (person is not None and person not in alike) or (alike and person is None and not is_new):
        raise ValidationError(
            {"person": _("Say whether this is a new person or one of those known already.")}
        )
    if person is None:
        person = Person.objects.create(is_demo=by.is_demo, **_particulars(locked))
    else:
        person = _completed(person, locked)
    ambassador = _enter(person, locked, area, by)
    give_consent(person=person, text=locked.consent_text, language=locked.language, at=locked.applied_at)
    locked.ambassador = ambassador
    _decide(locked, State.ACCEPTED, by)
    _forget(Application.objects.filter(pk=locked.pk), timezone.now())
    return ambassador


@transaction.atomic
def refuse(*, application, by, reason):
    """Refuses an application for a reason that the applicant can be told; returns it. Errors: see `accept`."""
    locked = _locked(application, by)
    locked.reason = checked_reason(reason, is_needed=True)
    _decide(locked, State.REFUSED, by)
    return locked


@transaction.atomic
def forget_old_applications(*, at=None):
    """Erases who applied half a year after a refusal, or when nobody decided for as long; returns how many."""
    at = at or timezone.now()
    old = Q(state=State.REFUSED, decided_at__lte=at - KEPT_REFUSED)
    forgotten = Application.objects.filter(
        old | Q(state=State.WAITING, applied_at__lte=at - KEPT_UNDECIDED), forgotten_at=None
    )
    return _forget(forgotten, at)


def forget_applicant(*, person, at):
    """A person who had everything erased: what waits for a decision is taken back, the rest loses who it was."""
    own = Application.objects.filter(person=person)
    own.waiting().delete()
    _forget(own.filter(forgotten_at=None), at)


def _locked(application, by):
    found = (
        Application.objects.changeable_by(by)
        .select_for_update(of=("self",))
        .filter(pk=application.pk)
        .first()
    )
    if found is None:
        raise PermissionDenied
    if found.state != State.WAITING or found.forgotten_at is not None:
        raise ValidationError(
            _("Somebody has decided meanwhile: this application is now “%(state)s”."),
            params={"state": found.get_state_display()},
        )
    return found


def _check_area(area, by):
    allowed = by.area_condition("pk", "ambassadors.add_ambassador")
    if not type(area).objects.current().filter(allowed, pk=area.pk).exists():
        raise PermissionDenied


def _particulars(application):
    """{field of Person: value} of an application; a name stands in the letters in which it was written."""
    script = "km" if has_khmer(application.name) else "latin"
    return {
        f"family_name_{script}": application.family_name,
        f"given_name_{script}": application.given_name,
        "gender": application.gender,
        "birth_year": application.birth_year,
        "commune": application.area,
        "phone": application.phone,
    }


def _completed(person, application):
    """A person who is known already, with what was not known yet; returns the person."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    for name, value in _particulars(application).items():
        if getattr(person, name) in ("", None, Gender.NOT_RECORDED):
            setattr(person, name, value)
    person.age_band = AgeBand.NOT_RECORDED
    person.save()
    return person


def _enter(person, application, area, by):
    """The ambassador that a person becomes, or becomes again where the application leads now."""
    fields = {"area": area, "partner": application.partner}
    languages = list(application.languages.all())
    before = Ambassador.objects.select_for_update(of=("self",)).filter(person=person).first()
    if before is not None:
        if before.status != Ambassador.Status.LEFT:
            raise ValidationError({"person": _("This person is an ambassador already.")})
        # Whoever may take somebody in here needs no right over the area that was left.
        change_ambassador(ambassador=before, person_fields={}, fields=fields, by=by)
        take_step(ambassador=before, kind=Kind.CAME_BACK, by=by)
        before.languages.add(*languages)
        return before
    ambassador = take_in(
        person=person,
        fields=fields,
        languages=languages,
        username=free_username(person),
        by=by,
    )
    events = AmbassadorEvent(ambassador=ambassador, kind=Kind.APPLIED, at=application.applied_at)
    events.save(force_insert=True)
    ambassador.events.create(kind=Kind.ACCEPTED, by=by)
    return ambassador


def free_username(person):
    """A user name nobody has: of the given name in Latin letters, else a number."""
    latin = re.sub(r"[^a-z]", "", person.given_name_latin.lower())[:20]
    base = latin or "ambassador"
    numbers = (f"{base}{number}" for number in itertools.count(2 if latin else person.pk))
    candidates = itertools.chain([base], numbers) if latin else numbers
    return next(name for name in candidates if not User.objects.filter(username=name).exists())


def _decide(application, state, by):
    application.state, application.decided_by, application.decided_at = state, by, timezone.now()
    application.save()
    tell = partial(log, application, f"ambassadors.application_{state}", user=by, title=str(application.pk))
    tell(data={"reason": application.reason})


def _forget(applications, at):
    return applications.update(
        family_name="",
        given_name="",
        phone="",
        birth_year=None,
        gender=Gender.NOT_RECORDED,
        person=None,
        forgotten_at=at,
    )
