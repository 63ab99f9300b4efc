"""Certificates of service: what an ambassador has given to the programme, for others to check."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from lms.models import Area, CodedCertificate
from lms.models.certificates import CodedCertificateQuerySet, coded_certificate_constraints


class ServiceCertificateQuerySet(CodedCertificateQuerySet):
    def of_person(self, person):
        return self.filter(ambassador__person=person)

    def visible_to(self, user):
        return self.filter(ambassador__in=Ambassador.objects.visible_to(user))

    def changeable_by(self, user):
        """Those that somebody may revoke; nobody decides about their own (ambassadors.team.service_certificates)."""
        return self.filter(ambassador__in=Ambassador.objects.changeable_by(user))


class ServiceCertificate(CodedCertificate):
    """The verified training sessions of an ambassador as they were on the day of issue; its figures never change.

    A later one with more in it does not take the place of this one: what it says of its period stays true.
    """

    ambassador = models.ForeignKey(
        Ambassador,
        models.PROTECT,
        related_name="service_certificates",
        verbose_name=_("ambassador"),
        editable=False,
    )
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"), editable=False)
    first_on = models.DateField(_("first training session"), editable=False)
    last_on = models.DateField(_("last training session"), editable=False)
    sessions = models.PositiveIntegerField(_("verified training sessions"), editable=False)
    minutes = models.PositiveIntegerField(_("minutes of training"), editable=False)
    participations = models.PositiveIntegerField(_("participations of learners"), editable=False)
    months = models.PositiveSmallIntegerField(_("months active"), editable=False)

    objects = ServiceCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of service")
        verbose_name_plural = _("certificates of service")
        ordering = ["-issued_at"]
        default_permissions = []
        constraints = [
            *coded_certificate_constraints("service_certificate"),
            models.CheckConstraint(
                condition=Q(sessions__gte=1, first_on__lte=F("last_on")),
                name="service_certificate_certifies_something",
            ),
        ]

    @property
    def hours(self):
        return whole_hours(self.minutes)


def whole_hours(minutes):
    """Whole hours, half an hour rounded up."""
    return (minutes + 30) // 60
