"""A guest who registers, perhaps without network: the same rules as the join form (lms.forms.JoinForm)."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.actions.people import register as register_person
from lms.forms import JoinForm
from lms.models import ConsentPurpose, ConsentText, Learner, LearnerCard, Venue
from lms.models.people import PIN_HASHER
from lms.sync.envelope import Malformed, Status
from lms.sync.reading import Reading
from lms.sync.registry import Kind, register

FIELDS = ("nickname", "gender", "birth_year", "age_band", "given_by", "pin", "consent_version")


def registration_schema(payload, *, by):
    """What lms.actions.people.register takes, the PIN hashed already.

    {nickname, gender, birth_year|age_band, given_by, pin, consent_version, language, came_through?: venue code}.
    That the item was made says that the person agreed to the text of that version.
    """
    if not isinstance(by, Learner):
        raise Malformed("owner")
    reading = Reading(payload)
    typed = {name: reading.typed(name) for name in FIELDS}
    if typed["nickname"]:
        typed["nickname"] = str(payload["nickname"])  # a name is no number: it stays as it was typed
    text = ConsentText.objects.in_force(ConsentPurpose.PROGRESS)
    form = JoinForm(typed | {"pin_again": typed["pin"], "consent": "yes"}, consent_text=text)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    answers = form.registration()
    pin = answers.pop("pin")
    return answers | {
        "pin_hash": make_password(pin, hasher=PIN_HASHER),
        "consent_text": text,
        "language": reading.code("language", dict(settings.LANGUAGES), default=settings.LANGUAGE_CODE),
        "came_through": Venue.objects.filter(code=reading.typed("came_through")).first(),
    }


def store_registration(item, content, *, by):
    if by.person_id is not None:
        raise ValidationError(_("You are registered already. Your code and your PIN stay as they are."))
    content = dict(content)
    venue = content.pop("came_through")
    if venue is not None and by.came_through_id is None:
        by.came_through = venue
        by.save(update_fields=["came_through"])
    register_person(learner=by, at=item.made_at, **content)
    return Status.STORED, 1


def code_of(by):
    """The learner's code, so that the phone can show the card that this item made.

    A submit key reads nothing; this is the one thing its own registration gives back, because without it who
    registered offline could never sign in elsewhere. A code alone opens nothing: signing in takes the PIN too.
    """
    card = LearnerCard.objects.filter(person__learners=by.pk).first()
    return {"code": card.code} if card else None


register(
    Kind(
        name="registration",
        schema=registration_schema,
        handle=store_registration,
        secrets=frozenset({"pin"}),
        result=code_of,
    )
)
