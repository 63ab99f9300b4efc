"""Enrolling ambassadors, correcting who they are, and their passwords."""

from django.db import transaction
from wagtail.log_actions import log

from ambassadors.models import Ambassador, AmbassadorEvent
from ambassadors.team.life_cycle import note_required_course
from lms.actions.roles import grant_role, revoke_role
from lms.models import Person, User


@transaction.atomic
def enrol_ambassador(*, person_fields, fields, username, password, by, languages=()):
    """Makes a person, a user who signs in as that person, the role, and an ambassador in training; returns that."""
    person = Person.objects.create(**person_fields)
    user = User(username=username, full_name=person.name, person=person)
    user.set_password(password)
    user.save()
    grant_role(user=user, role="ambassador", area=fields["area"], by=by)
    ambassador = Ambassador.objects.create(person=person, **fields)
    ambassador.languages.set(languages)
    ambassador.events.create(kind=AmbassadorEvent.Kind.ENROLLED, by=by)
    return ambassador


@transaction.atomic
def take_in(*, person, fields, languages, username, by):
    """Makes somebody who is known already an ambassador in training, who signs in by a code; returns the ambassador.

    A user that the person has already keeps its other roles.
    """
    user = User.objects.filter(person=person).first()
    if user is None:
        user = User(username=username, full_name=person.name, person=person, is_demo=person.is_demo)
        user.set_unusable_password()
        user.save()
    grant_role(user=user, role="ambassador", area=fields["area"], by=by)
    ambassador = Ambassador.objects.create(person=person, **fields)
    ambassador.languages.set(languages)
    note_required_course(person=person)
    return ambassador


@transaction.atomic
def change_ambassador(*, ambassador, person_fields, fields, by, languages=None, password=""):
    """Corrects who an ambassador is and where; the role moves along with the area. Returns the ambassador."""
    person = ambassador.person
    for record, values in ((person, person_fields), (ambassador, fields)):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    if languages is not None:
        ambassador.languages.set(languages)
    user = User.objects.filter(person=person).first()
    if user is None:
        return ambassador
    for assignment in user.roles.filter(role="ambassador").exclude(area=ambassador.area):
        revoke_role(assignment=assignment, by=by)
    grant_role(user=user, role="ambassador", area=ambassador.area, by=by)
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
        log(user, "wagtail.edit", user=by, data={"fields": ["password"]})
    return ambassador


def may_give_password(person):
    """Only someone who is nothing but an ambassador: a coordinator must not come into the rights of others."""
    user = User.objects.filter(person=person).first()
    return user is not None and not user.is_superuser and not user.roles.exclude(role="ambassador").exists()
