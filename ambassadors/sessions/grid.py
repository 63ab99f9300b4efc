"""The headcount grid of the session form: what was typed in each cell, and what it adds up to so far."""

from ambassadors.sessions.headcount import Headcount
from lms.khmer import to_latin_digits
from lms.models import AgeBand, Gender

MAIN_GENDERS = [Gender.FEMALE, Gender.MALE]
OTHER_GENDERS = [Gender.ANOTHER, Gender.UNDISCLOSED, Gender.NOT_RECORDED]
KNOWN_BANDS = [band for band in AgeBand if band != AgeBand.NOT_RECORDED]
REST = (Gender.NOT_RECORDED, AgeBand.NOT_RECORDED)


def name_of(gender, band):
    """Name of the input of one cell."""
    return f"people.{gender}.{band}"


class HeadcountGrid:
    """`typed` is {(gender, age band): text}, without the cells left empty."""

    def __init__(self, typed):
        self.typed = {key: text for key, text in typed.items() if text.strip()}
        self.headcount = Headcount({key: _people(text) for key, text in self.typed.items()})

    @classmethod
    def of_form(cls, data):
        return cls(
            {(gender, band): data.get(name_of(gender, band), "") for gender in Gender for band in AgeBand}
        )

    @classmethod
    def of_session(cls, session):
        cells = Headcount.of(session).cells if session else {}
        return cls({key: str(count) for key, count in cells.items()})

    def with_the_rest(self, total):
        """{input name: people} that puts those not yet placed as not recorded, given what was counted in all."""
        missing = _people(total) - self.headcount.total
        placed = self.headcount.cells.get(REST, 0)
        return {name_of(*REST): str(placed + missing)} if missing > 0 else {}

    @property
    def more_total(self):
        """People in the part that is folded away."""
        return self.headcount.total - sum(
            self.headcount.cells.get((gender, band), 0) for gender in MAIN_GENDERS for band in KNOWN_BANDS
        )

    def main_rows(self):
        return [self._row(band, MAIN_GENDERS) for band in KNOWN_BANDS]

    def main_totals(self):
        return [(gender, self.headcount.of_gender(gender)) for gender in MAIN_GENDERS]

    def more_rows(self):
        """Age not recorded for women and men; then every band for the other genders."""
        return [self._row(AgeBand.NOT_RECORDED, MAIN_GENDERS)]

    def other_genders(self):
        return [
            {
                "label": gender.label,
                "gender": gender,
                "cells": [self._cell(gender, band) for band in AgeBand],
                "total": self.headcount.of_gender(gender),
            }
            for gender in OTHER_GENDERS
        ]

    def _row(self, band, genders):
        return {
            "label": band.label,
            "band": band,
            "cells": [self._cell(gender, band) for gender in genders],
            "total": self.headcount.of_age(band),
        }

    def _cell(self, gender, band):
        return {
            "name": name_of(gender, band),
            "gender": gender,
            "band": band,
            "label": f"{gender.label}, {band.label}",
            "band_label": band.label,
            "value": self.typed.get((gender, band), ""),
        }


def _people(text):
    """The number in a cell; 0 for what is no number: only what was handed in is judged, and not here."""
    text = to_latin_digits(str(text or "")).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
