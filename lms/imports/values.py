"""What may stand in a cell: each reader takes the text of a filled-in cell and gives its value, or refuses it."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.imports.columns import in_both
from lms.khmer import normalise, search_key, to_latin_digits
from lms.models import Area
from lms.models.places import code_validator

KHMER_LETTER = re.compile("[\u1780-\u17b3]")
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
STARTS_FORMULA = ("=", "+", "-", "@")
COUNTRY = "+855"  # a number without a country code is one of Cambodia


def plain(text):
    """Text of codes and numbers: Latin digits, nothing invisible, no space around it."""
    return to_latin_digits(normalise(text)).strip()


def name(limit):
    """Any name of at most so many characters, tidied, never shortened."""

    def read(text):
        tidy = " ".join(normalise(text).split())
        if tidy.startswith(STARTS_FORMULA) or not LETTER_OR_DIGIT.search(search_key(tidy)):
            raise ValidationError(_("“%(text)s” is not a name."), params={"text": tidy[:40]})
        if len(tidy) > limit:
            raise ValidationError(_("At most %(limit)s characters, please."), params={"limit": limit})
        return tidy

    return read


def khmer_name(limit):
    """A name in Khmer letters. A file in an old font such as Limon shows Khmer and holds Latin letters."""

    def read(text):
        tidy = name(limit)(text)
        if not KHMER_LETTER.search(tidy):
            raise ValidationError(
                _(
                    "“%(text)s” has no Khmer letters. If it looks like Khmer in Excel, it is written in an old font "
                    "such as Limon: convert it to Khmer Unicode first."
                ),
                params={"text": tidy[:40]},
            )
        return tidy

    return read


def latin_name(limit):
    def read(text):
        tidy = name(limit)(text)
        if KHMER_LETTER.search(tidy):
            raise ValidationError(
                _("“%(text)s” is in Khmer. Write it in Latin letters here."), params={"text": tidy[:40]}
            )
        return tidy

    return read


def code(text):
    tidy = plain(text).lower()
    code_validator(tidy)
    if len(tidy) > 40:
        raise ValidationError(_("At most %(limit)s characters, please."), params={"limit": 40})
    return tidy


class OneOf:
    """One of some values, by its code or by its name in either language. `found()` gives {value: [names]}.

    The first name is the one offered and shown.
    """

    def __init__(self, found):
        self.found = found
        self.known = None

    def choices(self):
        return [names[0] for names in self.found().values()]

    def __call__(self, text):
        if self.known is None:
            self.known = {_compared(name): value for value, names in self.found().items() for name in names}
        if text in self.known:  # a spelling met before, in most cells of a column
            return self.known[text]
        try:
            value = self.known[text] = self.known[_compared(text)]
        except KeyError:
            raise ValidationError(
                _("“%(text)s” is none of: %(choices)s."),
                params={"text": normalise(text)[:40], "choices": "; ".join(self.choices())},
            ) from None
        return value


def _compared(text):
    return search_key(text).replace(" ", "")


def of_choices(choices, also=()):
    """What OneOf needs of TextChoices; `also` is {code: other names}."""

    def found():
        names = {}
        for choice in choices:
            both = in_both(choice.label)
            names[choice.value] = [" · ".join(both), choice.value, *both, *dict(also).get(choice.value, ())]
        return names

    return found


def of_rows(rows, key):
    """What OneOf needs of records named in both languages; `key` is the field of their code, or None."""

    def found():
        return {
            row: [
                f"{row.name_en} · {row.name_km}",
                row.name_en,
                row.name_km,
                *([getattr(row, key)] if key else []),
            ]
            for row in rows()
        }

    return found


YES_NO = {
    True: ["yes · បាទ/ចាស", "yes", "y", "1", "x", "true", "បាទ", "ចាស", "បាទ/ចាស", "មាន"],
    False: ["no · ទេ", "no", "n", "0", "false", "ទេ", "គ្មាន"],
}


class Commune:
    """A commune that exists today, by its official code; Excel drops the zero a code begins with."""

    def __init__(self):
        self.known = None

    def __call__(self, text):
        if self.known is None:
            communes = Area.objects.current().filter(level=Area.Level.COMMUNE)
            self.known = {area.code: area for area in communes}
        typed = plain(text)
        found = self.known.get(typed) or self.known.get(f"0{typed}")
        if found is None:
            raise ValidationError(
                _("No commune has the code %(code)s. Write its official code of six digits."),
                params={"code": typed[:40]},
            )
        return found


def day(text):
    """A day: 2026-11-20, or day first as written in Cambodia."""
    typed = plain(text)
    numbers = [int(part) for part in re.findall("[0-9]+", typed)]
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", typed):
            return dt.date(*numbers)
        if re.fullmatch(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}", typed):
            return dt.date(*reversed(numbers))
    except ValueError:
        pass  # the 31st of February
    raise ValidationError(
        _("“%(text)s” is not a day. Write it as 2026-11-20 or 20/11/2026."), params={"text": typed[:40]}
    )


def year(text):
    typed = plain(text)
    if re.fullmatch(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", typed):
        raise ValidationError(_("Write the year only: dates of birth are not kept here."))
    if not re.fullmatch(r"[0-9]{4}", typed):
        raise ValidationError(_("Please write the year in four digits, such as 1990."))
    return int(typed)


def phone(text):
    """A phone number as +855 and digits, as people write it: 012 345 678, 85512345678, or without its first zero."""
    typed = re.sub(r"[\s().\-/]", "", plain(text))
    if typed.startswith("00"):
        typed = f"+{typed[2:]}"
    elif typed.startswith("0"):
        typed = COUNTRY + typed[1:]
    elif typed.startswith(COUNTRY[1:]) and len(typed) >= 11:
        typed = f"+{typed}"
    elif not typed.startswith("+"):
        typed = COUNTRY + typed
    if not re.fullmatch(r"\+[1-9]\d{6,14}", typed) or (
        typed.startswith(COUNTRY) and len(typed) not in (12, 13)
    ):
        raise ValidationError(_("“%(text)s” is not a phone number."), params={"text": plain(text)[:40]})
    return typed
