"""Masking of small counts in whatever leaves the programme (counting.md, "Masking"; OECD and ONS guidance).

A table is {key: count}, totals included, and its lines: each says which counts add up to which total. Counts from 1 up
to the threshold are hidden. While a hidden count can still be worked out from what is shown, the smallest other count
of a line it stands in is hidden too. Whether it can be worked out is decided on all lines together: hidden counts are
unknowns of a linear system, and one is known when the system has a single solution for it.
"""

from dataclasses import dataclass
from fractions import Fraction

ALL = None  # stands in a key for the total over one dimension


@dataclass(frozen=True)
class Line:
    """The counts at the keys `parts` add up to the count at the key `total`."""

    total: object
    parts: tuple

    @property
    def keys(self):
        return (self.total, *self.parts)


def cross(cells, dimensions):
    """(counts, lines) of a table with its grand total and the totals of each dimension by itself.

    `cells` is {key: count} with keys of as many values as there are `dimensions`.
    """
    whole = (ALL,) * dimensions
    counts, lines = dict(cells), []
    for place in range(dimensions):
        parts = {}
        for key in cells:
            margin = tuple(value if at == place else ALL for at, value in enumerate(key))
            parts.setdefault(margin, []).append(key)
        for margin, keys in parts.items():
            if margin not in cells:  # with a single dimension the margin is the cell
                counts[margin] = sum(cells[key] for key in keys)
                lines.append(Line(margin, tuple(keys)))
        lines.append(Line(whole, tuple(parts)))
    counts[whole] = sum(cells.values())
    return counts, lines


def hidden(counts, lines, threshold):
    """The keys of the counts that may not be shown; a zero always may."""
    masked = {key for key, count in counts.items() if 0 < count < threshold}
    while known := revealed(counts, lines, masked):
        candidates = [
            # The line with the fewest hidden counts first, and a part before the total: readers need totals most.
            (sum(other in masked for other in line.keys), key == line.total, counts[key], str(key), key)
            for line in lines
            if not known.isdisjoint(line.keys)
            for key in line.keys
            if counts[key] and key not in masked
        ]
        if not candidates:
            return {key for key, count in counts.items() if count}
        masked.add(min(candidates)[-1])
    return masked


def revealed(counts, lines, masked):
    """The hidden keys whose count follows from what is shown: by the linear system, or because each of several hidden
    counts is at least one and their sum leaves room for no more."""
    return _solved(lines, masked) | _tight(counts, lines, masked)


def _solved(lines, masked):
    """The unknowns for which the system has a single solution, by elimination in exact fractions."""
    rows = []  # each {unknown: coefficient}, its first unknown standing in no other row
    for line in lines:
        row = {}
        for key, sign in ((line.total, -1), *((part, 1) for part in line.parts)):
            if key in masked:
                row[key] = row.get(key, 0) + Fraction(sign)
        for pivot, other in rows:
            _subtract(row, other, row.get(pivot, 0))
        row = {key: value for key, value in row.items() if value}
        if row:
            pivot, factor = next(iter(row.items()))
            row = {key: value / factor for key, value in row.items()}
            for _pivot, other in rows:
                _subtract(other, row, other.get(pivot, 0))
            rows.append((pivot, row))
    return {pivot for pivot, row in rows if len(row) == 1}


def _subtract(row, other, times):
    if times:
        for key, value in other.items():
            if left := row.get(key, 0) - times * value:
                row[key] = left
            else:
                row.pop(key, None)


def _tight(counts, lines, masked):
    found = set()
    for line in lines:
        unknown = [part for part in line.parts if part in masked]
        if line.total not in masked and sum(counts[part] for part in unknown) == len(unknown):
            found.update(unknown)
    return found
