"""Reading a payload field by field, so that a person learns of all that is wrong at once."""

import datetime as dt
import re
import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.khmer import normalise, to_latin_digits
from lms.sync.envelope import Malformed


class Reading:
    """Reads the fields of one payload and collects what a person has to mend.

    Every method returns the value as a domain type, or `default` (None) if it is absent or wrong; wrong ones are
    in `errors`. Numbers, days and times may come typed in Khmer digits. A value of the wrong JSON type is
    Malformed: no form of ours makes one.
    """

    def __init__(self, payload):
        if not isinstance(payload, dict):
            raise Malformed("not an object")
        self.payload = payload
        self.errors = {}

    def refuse(self, field, message, **params):
        self.errors.setdefault(field, []).append(ValidationError(message, params=params))

    def finish(self):
        """Raises ValidationError by field if anything was refused."""
        if self.errors:
            raise ValidationError(self.errors)

    def typed(self, field):
        """The field as text, trimmed, in Latin digits and without what cannot be seen; "" if absent."""
        return self._typed(field, self.payload.get(field))

    def _typed(self, field, value):
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Malformed(field)
        return to_latin_digits(str(value)).strip()

    def number(self, field, *, least, most, default=None):
        """A whole number from `least` to `most`."""
        return self.number_of(field, self.payload.get(field), least=least, most=most, default=default)

    def number_of(self, field, value, *, least, most, default=None):
        """`value` as `number` reads it, what is wrong with it said at `field`."""
        typed = self._typed(field, value)
        if not typed:
            return default
        # At most nine digits: longer ones are refused before they cost anything to read.
        if not re.fullmatch(r"-?[0-9]{1,9}", typed) or not least <= int(typed) <= most:
            self.refuse(field, _("Write a whole number from %(least)s to %(most)s."), least=least, most=most)
            return default
        return int(typed)

    def day(self, field):
        """A calendar day, as 2026-11-20 or as 20/11/2026."""
        typed = self.typed(field)
        for pattern, order in ((r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
            if match := re.fullmatch(pattern, typed, re.ASCII):
                try:
                    return dt.date(*(int(match[part]) for part in order))
                except ValueError:
                    break
        if typed:
            self.refuse(field, _("This is not a date. Write day/month/year, as on a calendar."))
        return None

    def past_day(self, field, *, oldest, too_old, future=None):
        """The day of something that took place, at most `oldest` (a timedelta) ago; it has to be there."""
        day, today = self.day(field), timezone.localdate()
        if day is None:
            if field not in self.errors:
                self.refuse(field, _("Say on which day it was."))
        elif day > today:
            self.refuse(field, future or _("This day is in the future."))
        elif day < today - oldest:
            self.refuse(field, too_old)
        return day

    def time(self, field):
        """A time of day, as 08:30 or 8:30."""
        typed = self.typed(field)
        if not typed:
            return None
        match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(:\d{2})?", typed, re.ASCII)
        try:
            return dt.time(int(match[1]), int(match[2]))
        except (TypeError, ValueError):
            self.refuse(field, _("This is not a time. Write hour and minutes, such as 08:30."))
            return None

    def code(self, field, known, *, default=None):
        """One of the codes in `known`."""
        value = self.payload.get(field)
        if value in (None, ""):
            return default
        if not isinstance(value, str) or value not in known:
            raise Malformed(field)
        return value

    def identifier(self, field):
        """A UUID."""
        value = self.payload.get(field)
        if value in (None, ""):
            return None
        try:
            return uuid.UUID(value)
        except (ValueError, AttributeError, TypeError):
            raise Malformed(field) from None

    def key(self, field):
        """The primary key of a row, 1 or more."""
        value = self.payload.get(field)
        return None if value in (None, "") else self.key_of(field, value)

    def key_of(self, field, value):
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Malformed(field)
        if not re.fullmatch(r"[1-9][0-9]{0,17}", str(value)):
            raise Malformed(field)
        return int(value)

    def text(self, field, *, limit):
        """A text of at most `limit` characters, stored in one Khmer spelling and without control characters."""
        value = self.payload.get(field, "")
        if not isinstance(value, str):
            raise Malformed(field)
        value = normalise(value)
        if len(value) > limit:
            self.refuse(
                field,
                _("This text has %(length)s characters. At most %(limit)s are possible."),
                length=len(value),
                limit=limit,
            )
        return value

    def items(self, field):
        """A list, whatever is in it; empty if absent."""
        value = self.payload.get(field) or []
        if not isinstance(value, list):
            raise Malformed(field)
        return value

    def flag(self, field):
        """True or false; false if absent."""
        value = self.payload.get(field, False)
        if not isinstance(value, bool):
            raise Malformed(field)
        return value


_DAY_FIRST = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
