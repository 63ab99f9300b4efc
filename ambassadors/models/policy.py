"""How strict the review is: every flag's weight and threshold, and what the programme decided; all of it data (R80)."""

from dataclasses import dataclass

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ambassadors.models.sessions import HEADCOUNT_LIMIT

WEIGHT_LIMIT = 100
# Longest retention (people-and-safety.md): the programme may forget sooner, never later.
LOCATION_DAYS_LIMIT = 90
PHOTO_DAYS_LIMIT = 365


class Flag(models.TextChoices):
    """What can look odd about one training session."""

    TWO_VERSIONS = "two_versions", _("two versions were sent")
    NOT_CONFIRMED = "not_confirmed", _("not confirmed by a spot check")
    SAME_CONTENT = "same_content", _("same numbers from another ambassador")
    SAME_PEOPLE = "same_people", _("same people elsewhere at that time")
    OVERLAP = "overlap", _("overlapping times")
    FUTURE = "future", _("dated after it was written down")
    SAME_AGAIN = "same_again", _("same ambassador, venue and day")
    TOO_MANY = "too_many", _("more people than pupils")
    FAR_AWAY = "far_away", _("far from the venue")
    SAME_NUMBERS = "same_numbers", _("same numbers as last time")
    NOT_ACTIVE = "not_active", _("ambassador not active that day")
    UNLISTED = "unlisted", _("place not in the list")
    SHORT = "short", _("very short")
    EARLY = "early", _("begins early")
    LATE = "late", _("ends late")
    LONG_AGO = "long_ago", _("received long afterwards")
    CLOCK = "clock", _("clock of the phone was wrong")
    CARDLESS = "cardless", _("named people without a card")
    NO_LOCATION = "no_location", _("no location")


class Measure(models.TextChoices):
    """What can look odd about many training sessions of one ambassador, once a week."""

    GENDER_RATIO = "gender_ratio", _("women and men")
    AGE_HEAPING = "age_heaping", _("ages in fives and tens")
    ONE_BAND = "one_band", _("everybody of one age")
    REPEATED = "repeated", _("repeated numbers")
    LAST_DIGITS = "last_digits", _("round totals")
    SPEED = "speed", _("speed")


# {code: (weight, threshold, what the threshold counts)}. A flag of weight 0 is a remark: it is shown, and the training
# session is clean all the same. Locations are voluntary on the phone, so that their lack is no more than that.
DEFAULT_RULES = {
    Flag.TWO_VERSIONS: (60, None, ""),
    Flag.NOT_CONFIRMED: (60, None, ""),
    Flag.SAME_CONTENT: (50, 5, _("people at least")),
    Flag.SAME_PEOPLE: (40, 1, _("people at least")),
    Flag.OVERLAP: (40, 10, _("minutes allowed")),
    Flag.FUTURE: (40, None, ""),
    Flag.SAME_AGAIN: (30, None, ""),
    Flag.TOO_MANY: (30, 10, _("percent more allowed")),
    Flag.FAR_AWAY: (30, 2000, _("metres allowed")),
    Flag.SAME_NUMBERS: (25, 8, _("people at least")),
    Flag.NOT_ACTIVE: (20, None, ""),
    Flag.UNLISTED: (20, None, ""),
    Flag.SHORT: (15, 20, _("minutes at least")),
    Flag.EARLY: (15, 6, _("o'clock or later is usual")),
    Flag.LATE: (15, 20, _("o'clock or earlier is usual")),
    Flag.LONG_AGO: (10, 30, _("days allowed")),
    Flag.CLOCK: (10, 60, _("minutes wrong allowed")),
    Flag.CARDLESS: (10, 0, _("people allowed")),
    Flag.NO_LOCATION: (0, None, ""),
    Measure.GENDER_RATIO: (0, 20, _("percentage points of difference")),
    Measure.AGE_HEAPING: (0, 175, _("index; 100 is even, 500 all in fives and tens")),
    Measure.ONE_BAND: (0, 40, _("percentage points of difference")),
    Measure.REPEATED: (0, 25, _("percent repeated")),
    Measure.LAST_DIGITS: (0, 40, _("percent ending in 0 or 5")),
    Measure.SPEED: (0, 5, _("training sessions in one day are usual")),
}


@dataclass(frozen=True)
class Rule:
    """One rule in force. `threshold` is None where the rule needs none."""

    weight: int
    threshold: int | None
    needs_second: bool = False


class ReviewRule(models.Model):
    """How much one flag weighs and where it begins; what no row says is as in DEFAULT_RULES."""

    code = models.CharField(_("flag"), max_length=20, unique=True, choices=[*Flag.choices, *Measure.choices])
    is_on = models.BooleanField(_("in use"), default=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=0,
        validators=[MaxValueValidator(WEIGHT_LIMIT)],
        help_text=_("The heaviest come first. With 0 it is only a remark. Weekly measures have no weight."),
    )
    threshold = models.PositiveIntegerField(_("threshold"), null=True, blank=True)
    needs_second = models.BooleanField(
        _("needs a second person"),
        default=False,
        help_text=_("Only where the review policy asks for second persons at all."),
    )

    class Meta:
        verbose_name = _("review rule")
        verbose_name_plural = _("review rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__in=[*Flag.values, *Measure.values]), name="review_rule_code_is_known"
            ),
            models.CheckConstraint(
                condition=Q(weight__lte=WEIGHT_LIMIT), name="review_rule_weight_is_at_most_100"
            ),
        ]

    def __str__(self):
        return self.get_code_display()

    @property
    def unit(self):
        """What the threshold counts."""
        return DEFAULT_RULES[self.code][2]

    @classmethod
    def in_force(cls):
        """{code: Rule} of all that are in use. One query."""
        rules = {code: Rule(weight, threshold) for code, (weight, threshold, _unit) in DEFAULT_RULES.items()}
        for row in cls.objects.all():
            if row.is_on:
                default = DEFAULT_RULES[row.code][1]
                threshold = default if row.threshold is None else row.threshold
                rules[row.code] = Rule(row.weight, threshold, row.needs_second)
            else:
                rules.pop(row.code, None)
        return rules


class ReviewPolicy(models.Model):
    """What the programme decided about reviewing. One row at most; without it, nothing of this is in force."""

    needs_second = models.BooleanField(
        _("a second person has to verify"),
        default=False,
        help_text=_(
            "Large training sessions, and those with a flag whose rule says so. They count only then."
        ),
    )
    second_from_people = models.PositiveSmallIntegerField(
        _("from so many people on"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(HEADCOUNT_LIMIT)],
        help_text=_("Empty: size does not matter."),
    )
    verifies_clean = models.BooleanField(
        _("verify clean ones automatically"),
        default=False,
        help_text=_(
            "Once a day, training sessions without flags. Each is marked as verified by this policy."
        ),
    )
    clean_after_days = models.PositiveSmallIntegerField(
        _("days to wait before that"), default=3, help_text=_("Duplicates and corrections may still arrive.")
    )
    sample_size = models.PositiveSmallIntegerField(_("training sessions in a spot check"), default=5)
    location_days = models.PositiveSmallIntegerField(
        _("days a location is kept after the decision"),
        default=LOCATION_DAYS_LIMIT,
        validators=[MaxValueValidator(LOCATION_DAYS_LIMIT)],
        help_text=_("Then only the commune of the venue remains."),
    )
    photo_days = models.PositiveSmallIntegerField(
        _("days a photo is kept after the training session"),
        default=PHOTO_DAYS_LIMIT,
        validators=[MaxValueValidator(PHOTO_DAYS_LIMIT)],
    )

    class Meta:
        verbose_name = _("review policy")
        verbose_name_plural = _("review policies")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="review_policy_is_one"),
            models.CheckConstraint(
                condition=Q(location_days__lte=LOCATION_DAYS_LIMIT, photo_days__lte=PHOTO_DAYS_LIMIT),
                name="review_policy_forgets_in_time",
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls):
        """The row, or one that says what holds without it."""
        return cls.objects.first() or cls(pk=1)
