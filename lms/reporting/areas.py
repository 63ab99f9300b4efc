"""Which areas a report covers, and how areas hang together."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.models import Area


class OutOfScope(Exception):
    """A report was asked for that this user may not see; the message is a sentence for them."""


@dataclass(frozen=True)
class Scope:
    """The areas a report covers with everything below them; None covers everything, area recorded or not.

    What happened in no recorded area stands in no report that is restricted to areas.
    """

    roots: tuple[Area, ...] | None = None

    @cached_property
    def area_ids(self):
        """None, or the ids of all covered areas.

        A list and not a subquery: the planner then knows how few they are, and the tree is walked once.
        """
        if self.roots is None:
            return None
        return list(Area.objects.within(self.roots).order_by("pk").values_list("pk", flat=True))

    @property
    def codes(self):
        return [] if self.roots is None else sorted(area.code for area in self.roots)

    def label(self, language):
        if self.roots is None:
            return "All areas" if language == "en" else "គ្រប់តំបន់"
        names = [area.name_latin if language == "en" else area.name_km for area in self.roots]
        return ", ".join(f"{name} ({area.code})" for name, area in zip(names, self.roots, strict=True))


EVERYTHING = Scope()


def scope_of(user, permission, area=None):
    """What `user` may see with `permission`, restricted to `area` if given.

    Raises OutOfScope where that is nothing, or where the area is not inside it.
    """
    if user.is_active and user.is_superuser:
        return Scope((area,)) if area else EVERYTHING
    allowed = _outermost(user.areas_with(permission)) if user.is_active else []
    if not allowed:
        raise OutOfScope(_("Your role shows you no reports. Ask a manager to give you one for your area."))
    if area is None:
        return Scope(tuple(allowed))
    if {ancestor.pk for ancestor in area.ancestors}.isdisjoint(allowed_area.pk for allowed_area in allowed):
        raise OutOfScope(
            _("%(area)s (%(code)s) is outside your area. Choose an area that you look after.")
            % {"area": area.name, "code": area.code}
        )
    return Scope((area,))


def _outermost(areas):
    """Without areas that lie inside another of them, by code."""
    by_pk = {area.pk: area for area in areas}
    inside = (area for area in by_pk.values() if any(above.pk in by_pk for above in area.ancestors[1:]))
    for area in list(inside):
        del by_pk[area.pk]
    return sorted(by_pk.values(), key=lambda area: area.code)


def find_area(code, on=None):
    """The area that has an official code on a day (today unless given), else the last that had it.

    Raises OutOfScope where no area ever had the code.
    """
    on = on or timezone.localdate()
    having = Area.objects.filter(code=code).order_by("-valid_from")
    found = having.current(on=on).first() or having.first()
    if found is None:
        raise OutOfScope(
            _("No area has the code %(code)s. Give an official code, such as 18 or 1801.") % {"code": code}
        )
    return found


class AreaTree:
    """All areas by id, read once, to roll figures of small areas up into larger ones."""

    def __init__(self):
        self.areas = {area.pk: area for area in Area.objects.order_by("code", "valid_from")}
        self.children = {}
        for area in self.areas.values():
            self.children.setdefault(area.parent_id, []).append(area)

    def above(self, pk):
        """The ids of an area and of all it is part of, the smallest first."""
        found = []
        while pk is not None:
            found.append(pk)
            pk = self.areas[pk].parent_id
        return found

    def shown(self, area, period):
        """A commune or larger that exists on some day of the period."""
        return (
            area.level <= Area.Level.COMMUNE
            and (area.valid_from is None or area.valid_from < period.end)
            and (area.valid_to is None or area.valid_to > period.start)
        )


def choices(user, permission):
    """The current areas down to communes that a user may ask a report for, in the order of their codes."""
    found = Area.objects.current().filter(level__lte=Area.Level.COMMUNE).order_by("code")
    if user.is_superuser:
        return found
    return found.filter(Q(pk__in=Area.objects.within(user.areas_with(permission)).values("pk")))
