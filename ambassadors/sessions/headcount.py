"""A headcount: people counted without names, by gender and age band. Every total is a sum of its cells."""

from lms.models import AgeBand, Gender


class Headcount:
    """`cells` is {(gender code, age-band code): people}; cells without people may be left out."""

    def __init__(self, cells):
        self.cells = {key: count for key, count in cells.items() if count}

    @classmethod
    def of(cls, training_session):
        """The headcount of a stored training session; no query if its `headcount_cells` are prefetched."""
        return cls(
            {(cell.gender, cell.age_band): cell.count for cell in training_session.headcount_cells.all()}
        )

    @property
    def total(self):
        return sum(self.cells.values())

    def of_gender(self, gender):
        return sum(count for (of, _band), count in self.cells.items() if of == gender)

    def of_age(self, age_band):
        return sum(count for (_gender, of), count in self.cells.items() if of == age_band)

    def table(self):
        """{columns: [{label, total}], rows: [{label, counts, total}], total}: genders across, age bands down.

        Women, men and nothing but the further genders and age bands that somebody was counted in.
        """
        genders = [
            gender for gender in Gender if gender in (Gender.FEMALE, Gender.MALE) or self.of_gender(gender)
        ]
        bands = [band for band in AgeBand if self.of_age(band)]
        return {
            "columns": [{"label": gender.label, "total": self.of_gender(gender)} for gender in genders],
            "rows": [
                {
                    "label": band.label,
                    "counts": [self.cells.get((gender, band), 0) for gender in genders],
                    "total": self.of_age(band),
                }
                for band in bands
            ],
            "total": self.total,
        }
