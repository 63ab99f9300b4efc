"""What stands on an ambassador's start page, with a network and without one."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from ambassadors.groups import reading as groups
from ambassadors.home import announcements
from ambassadors.home.figures import figures_of, hours
from ambassadors.plans import reading as plans
from ambassadors.team.service import service_of

PLANS_SHOWN = 3


def next_plans(plan):
    """Of a plan (plans.plan_of) what is next: today, then the coming days."""
    return [*plan["today"], *plan["coming"]][:PLANS_SHOWN]


def shown(figures):
    """The figures as they stand on the page: hours in place of minutes."""
    return figures | {
        "hours_month": hours(figures["minutes_month"]),
        "hours_all": hours(figures["minutes_all"]),
    }


def data_for(ambassador, at=None):
    """{as_of: {language: text}, figures, service, plans, groups, announcements} of the ambassador, for the phone."""
    return {
        "as_of": moment_in_words(at or timezone.now()),
        "figures": shown(figures_of(ambassador)),
        "service": service_on_phone(ambassador),
        "plans": plans.data_for(ambassador),
        "groups": groups.data_for(ambassador) if ambassador.may_log else [],
        "announcements": announcements.data_for(ambassador),
    }


def service_on_phone(ambassador):
    """The figures of now, with code, address and {language: day} of the newest certificate while it is in force."""
    service, last = service_of(ambassador), ambassador.service_certificates.first()
    figures = {name: getattr(service, name) for name in ("months", "sessions", "hours", "participations")}
    if last is None or last.is_revoked:
        return figures
    return figures | {
        "code": last.spaced_code,
        "address": last.check_url.partition("://")[2],
        "issued_on": moment_in_words(last.issued_at, "DATE_FORMAT"),
    }


def moment_in_words(at, form="SHORT_DATETIME_FORMAT"):
    """{language: date and time in the city}; browsers do not know the Khmer formats."""
    words = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words[code] = date_format(timezone.localtime(at), form)
    return words
