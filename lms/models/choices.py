"""What every figure is split by (R41, R43), and what people agree to. Stored codes are stable English words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Gender(models.TextChoices):
    """Asked, never guessed; in a headcount, as counted by the facilitator."""

    FEMALE = "female", _("Woman or girl")
    MALE = "male", _("Man or boy")
    ANOTHER = "another", _("Another")
    UNDISCLOSED = "undisclosed", _("Prefers not to say")
    NOT_RECORDED = "not_recorded", _("Not recorded")


class AgeBand(models.TextChoices):
    """Age in full calendar years at the date of the participation."""

    AGE_0_9 = "0-9", _("0–9 years")
    AGE_10_14 = "10-14", _("10–14 years")
    AGE_15_17 = "15-17", _("15–17 years")
    AGE_18_24 = "18-24", _("18–24 years")
    AGE_25_30 = "25-30", _("25–30 years")
    AGE_31_45 = "31-45", _("31–45 years")
    AGE_46_59 = "46-59", _("46–59 years")
    AGE_60 = "60+", _("60 years and over")
    NOT_RECORDED = "not_recorded", _("Not recorded")

    @classmethod
    def of_age(cls, age):
        """The band of an age in years; None or a negative age is NOT_RECORDED."""
        if age is None or age < 0:
            return cls.NOT_RECORDED
        for band, last in AGE_BAND_LAST_YEAR.items():
            if age <= last:
                return band
        return cls.AGE_60


AGE_BAND_LAST_YEAR = {
    AgeBand.AGE_0_9: 9,
    AgeBand.AGE_10_14: 14,
    AgeBand.AGE_15_17: 17,
    AgeBand.AGE_18_24: 24,
    AgeBand.AGE_25_30: 30,
    AgeBand.AGE_31_45: 45,
    AgeBand.AGE_46_59: 59,
}

MINOR_AGE_BANDS = frozenset({AgeBand.AGE_0_9, AgeBand.AGE_10_14, AgeBand.AGE_15_17})


class Disability(models.TextChoices):
    """Result of the Washington Group Short Set; the six answers are not kept."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked")


class Setting(models.TextChoices):
    """Urban or rural: a place is one of the two, and nothing is saved without saying which (R2)."""

    URBAN = "urban", _("Urban")
    RURAL = "rural", _("Rural")


class Initiative(models.TextChoices):
    """The city's initiatives: 3.1 free internet zones, 3.2 computer literacy (R1)."""

    ZONES = "3.1", _("3.1 Free internet zones")
    LITERACY = "3.2", _("3.2 Computer literacy")
    BOTH = "both", _("3.1 and 3.2")


class ConsentPurpose(models.TextChoices):
    PROGRESS = "progress", _("keep my progress")
    CONTACT = "contact", _("contact me")
    NAMED_REPORT = "named_report", _("be named in reports to partners")
    VOLUNTEER = "volunteer", _("volunteer as a digital ambassador")
