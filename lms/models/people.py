"""Who: users who sign in, persons who are counted, and the cards learners sign in with."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms import roles
from lms.models.choices import MINOR_AGE_BANDS, AgeBand, ConsentPurpose, Disability, Gender
from lms.models.locks import Lockable
from lms.models.places import Area, Partner

PIN_HASHER = "pin_pbkdf2"
# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: a code is read aloud and copied by hand.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 6


class User(Lockable, AbstractUser):
    """Someone who signs in with a password: staff and ambassadors. Learners use a learner card instead."""

    FAILURES_ALLOWED = 10  # a password is longer than a PIN, and mistyped more often

    first_name = None
    last_name = None
    # Django's own validator rejects Khmer vowel signs; a user name is typed on all sorts of phones.
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$", _("Use small Latin letters and digits."))
        ],
        error_messages={"unique": _("This user name is taken.")},
    )
    full_name = models.CharField(_("name"), max_length=150, blank=True)
    person = models.OneToOneField(
        "lms.Person", models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )
    is_demo = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name or self.username

    @cached_property
    def role_assignments(self):
        return list(self.roles.select_related("area"))

    def areas_with(self, permission):
        """The areas in which one of this user's roles carries a permission ("app.codename")."""
        return [
            assignment.area
            for assignment in self.role_assignments
            if permission in roles.PERMISSIONS[assignment.role]
        ]

    def area_condition(self, path, permission):
        """Condition: the area at `path` lies where this user holds `permission` (everywhere for a superuser)."""
        if not self.is_active:
            return Q(pk__in=[])
        if self.is_superuser:
            return Q()
        return Q(**{f"{path}__in": Area.objects.within(self.areas_with(permission)).values("pk")})

    def area_or_nowhere(self, path, permission):
        """The same; whoever holds `permission` over a whole province has also what names no place."""
        condition = self.area_condition(path, permission)
        return condition | Q(**{path: None}) if self.has_a_province(permission) else condition

    def has_a_province(self, permission):
        """Holds `permission` over a whole province, and not over everything."""
        has_one = any(area.level == Area.Level.PROVINCE for area in self.areas_with(permission))
        return has_one and self.is_active and not self.is_superuser


class RoleAssignment(models.Model):
    """One role of one user in one area and everything below it, from a day on until it is taken away (R7)."""

    class Role(models.TextChoices):
        PROVINCE_MANAGER = "province_manager", _("province manager")
        MUNICIPAL_MANAGER = "municipal_manager", _("municipal manager")
        COMMUNE_VIEWER = "commune_viewer", _("commune viewer")
        PARTNER = "partner", _("partner")
        EDITOR = "editor", _("editor")
        ME_OFFICER = "me_officer", _("monitoring and evaluation officer")
        COORDINATOR = "coordinator", _("coordinator")
        ZONE_OPERATOR = "zone_operator", _("zone operator")
        AMBASSADOR = "ambassador", _("digital ambassador")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    granted_at = models.DateTimeField(_("granted at"), default=timezone.now, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("granted by"),
    )

    class Meta:
        verbose_name = _("role in an area")
        verbose_name_plural = _("roles in areas")
        ordering = ["user", "role", "area"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "area"], name="role_granted_once_per_area"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.area}"


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
