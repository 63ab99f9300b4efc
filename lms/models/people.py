"""Who: persons who are counted, and the cards learners sign in with."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.models.choices import MINOR_AGE_BANDS, AgeBand, ConsentPurpose, Disability, Gender
from lms.models.locks import Lockable
from lms.models.places import Area
from lms.models.users import RoleAssignment

PIN_HASHER = "pin_pbkdf2"
# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: a code is read aloud and copied by hand.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 6


class PersonQuerySet(models.QuerySet):
    def known(self):
        """Without those who had everything about themselves erased, who still count (counting.md), and without
        second records of somebody, which count nowhere."""
        return self.filter(erased_at=None, merged_into=None)

    def visible_to(self, user):
        return self.of_area(user, "lms.view_person")

    def changeable_by(self, user):
        return self.of_area(user, "lms.change_person")

    def mergeable_by(self, user):
        return self.of_area(user, "lms.merge_person")

    def of_area(self, user, permission):
        """Those who live where this user holds `permission`.

        Who said no commune belongs to where the ambassador works who enrolled them; who has neither, to whoever has a
        whole province.
        """
        condition = user.area_condition("commune", permission)
        if user.is_superuser or not user.is_active:
            return self.filter(condition)
        ambassadors = RoleAssignment.objects.filter(role=RoleAssignment.Role.AMBASSADOR)
        near = ambassadors.filter(user.area_condition("area", permission))
        condition |= Q(commune=None, enrolled_by__in=near.values("user"))
        if user.has_a_province(permission):
            condition |= Q(commune=None) & ~Q(enrolled_by__in=ambassadors.values("user"))
        return self.filter(condition)


class Person(models.Model):
    """A registered human being, counted once however many channels reach them. A person is not a user."""

    family_name_km = models.CharField(_("family name in Khmer"), max_length=80, blank=True)
    given_name_km = models.CharField(_("given name in Khmer"), max_length=80, blank=True)
    family_name_latin = models.CharField(_("family name in Latin letters"), max_length=80, blank=True)
    given_name_latin = models.CharField(_("given name in Latin letters"), max_length=80, blank=True)
    nickname = models.CharField(_("nickname"), max_length=40, blank=True)
    gender = models.CharField(_("gender"), max_length=12, choices=Gender, default=Gender.NOT_RECORDED)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    age_band = models.CharField(
        _("age band as stated"), max_length=12, choices=AgeBand, default=AgeBand.NOT_RECORDED
    )
    commune = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="residents", verbose_name=_("commune")
    )
    phone = models.CharField(
        _("phone"),
        max_length=16,
        blank=True,
        validators=[RegexValidator(r"^\+[1-9]\d{6,14}$", _("Write the number as +855 and digits."))],
    )
    disability = models.CharField(
        _("disability"), max_length=9, choices=Disability, default=Disability.NOT_ASKED
    )
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now, editable=False)
    # The ambassador who helped to register: who this person may turn to. Nobody, for most.
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="enrolled_people",
        editable=False,
        verbose_name=_("enrolled by"),
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    # Turned out to be the same human being (lms.actions.merging): this record stays, and counts nowhere.
    merged_into = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="merged_from",
        editable=False,
        verbose_name=_("merged into"),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["pk"]
        permissions = [("merge_person", "Can merge people")]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="person_not_merged_into_itself"
            ),
            models.CheckConstraint(condition=Q(gender__in=Gender.values), name="person_gender_is_known_code"),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="person_birth_year_is_plausible",
            ),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(age_band=AgeBand.NOT_RECORDED),
                name="person_has_birth_year_or_age_band",
            ),
            models.CheckConstraint(
                condition=~Q(age_band__in=MINOR_AGE_BANDS)
                | Q(family_name_km="", given_name_km="", family_name_latin="", given_name_latin=""),
                name="person_stated_minor_has_nickname_only",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    family_name_km="",
                    given_name_km="",
                    family_name_latin="",
                    given_name_latin="",
                    nickname="",
                    phone="",
                    enrolled_by=None,
                ),
                name="person_erased_has_no_name",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """Family name first, in the script of the reader if we have it; else the nickname."""
        khmer = f"{self.family_name_km} {self.given_name_km}".strip()
        latin = f"{self.family_name_latin} {self.given_name_latin}".strip()
        preferred = (latin, khmer) if get_language() == "en" else (khmer, latin)
        return preferred[0] or preferred[1] or self.nickname

    @property
    def counted_as(self):
        """The record that stands for this human being: itself unless it was merged into another."""
        person = self
        while person.merged_into_id is not None:
            person = person.merged_into
        return person

    @property
    def code(self):
        """The code of this person's learner card; "" for who has none, as ambassadors who learn under their sign-in."""
        return self.learner_card.code if hasattr(self, "learner_card") else ""

    def age_band_at(self, day):
        """The age band on a day: from the birth year if known, else as stated at registration."""
        if self.birth_year is None:
            return AgeBand(self.age_band)
        return AgeBand.of_age(day.year - self.birth_year)

    def is_minor(self, on=None):
        """True under 18, as far as we know: by the age, and where none is recorded, if somebody else agreed."""
        band = self.age_band_at(on or timezone.localdate())
        if band != AgeBand.NOT_RECORDED:
            return band in MINOR_AGE_BANDS
        agreed = self.consents.filter(purpose=ConsentPurpose.PROGRESS).first()
        return agreed is not None and agreed.given_by != agreed.GivenBy.PERSON


class LearnerCard(Lockable):
    """A learner's way to sign in: a short code and a PIN, no e-mail, phone or ID number (R12)."""

    # With a quarter of an hour for five tries, every PIN of four digits is tried in three weeks.
    LONGEST_LOCK = dt.timedelta(days=1)

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="learner_card", verbose_name=_("person")
    )
    code = models.CharField(_("code"), max_length=6, unique=True, editable=False)
    pin_hash = models.CharField(max_length=128, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("learner card")
        verbose_name_plural = _("learner cards")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=rf"^[{CODE_ALPHABET}]{{{CODE_LENGTH}}}$"),
                name="learner_card_code_is_readable",
            ),
        ]

    def __str__(self):
        return self.code

    def set_pin(self, pin):
        self.pin_hash = make_password(pin, hasher=PIN_HASHER)

    def check_pin(self, pin):
        return check_password(pin, self.pin_hash)
