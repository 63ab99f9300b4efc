"""Who signs in with a password, and in which area they hold which role."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms import roles
from lms.models.locks import Lockable
from lms.models.places import Area, Partner


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
