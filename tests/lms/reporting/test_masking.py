"""Small counts stay hidden, whatever is worked out from what is shown (counting.md, "Masking")."""

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.models import MaskingThreshold
from lms.reporting.masking import ALL, Line, cross, hidden

Audience = MaskingThreshold.Audience


def solution_space(counts, lines, masked):
    """A basis of all ways in which the hidden counts may move while everything shown stays, by plain elimination."""
    unknowns = sorted(masked, key=str)
    matrix = [
        [Fraction((key in line.parts) - (key == line.total)) for key in unknowns]
        for line in lines
        if masked & set(line.keys)
    ]
    pivots, at = [], 0
    for column in range(len(unknowns)):
        found = next((row for row in range(at, len(matrix)) if matrix[row][column]), None)
        if found is None:
            continue
        matrix[at], matrix[found] = matrix[found], matrix[at]
        matrix[at] = [value / matrix[at][column] for value in matrix[at]]
        for row in range(len(matrix)):
            if row != at:
                times = matrix[row][column]
                matrix[row] = [a - times * b for a, b in zip(matrix[row], matrix[at], strict=True)]
        pivots.append(column)
        at += 1
    for free in set(range(len(unknowns))) - set(pivots):
        vector = [Fraction(0)] * len(unknowns)
        vector[free] = Fraction(1)
        for row, column in enumerate(pivots):
            vector[column] = -matrix[row][free]
        yield dict(zip(unknowns, vector, strict=True))


@st.composite
def tables(draw):
    dimensions = draw(st.integers(1, 3))
    sizes = [draw(st.integers(1, 4 if dimensions < 3 else 3)) for _ in range(dimensions)]
    keys = [()]
    for size in sizes:
        keys = [(*key, value) for key in keys for value in range(size)]
    counts = st.one_of(st.just(0), st.integers(1, 12), st.integers(0, 400))
    return {key: draw(counts) for key in keys}, dimensions


@settings(deadline=None, max_examples=120)
@given(tables(), st.sampled_from([3, 5, 10]))
def test_no_masked_table_reveals_a_hidden_count(table, threshold):
    cells, dimensions = table
    counts, lines = cross(cells, dimensions)
    masked = hidden(counts, lines, threshold)
    for line in lines:
        assert counts[line.total] == sum(counts[part] for part in line.parts)
    assert {key for key, count in counts.items() if 0 < count < threshold} <= masked
    assert all(counts[key] for key in masked)
    moving = list(solution_space(counts, lines, masked))
    assert {key for key in masked if any(vector[key] for vector in moving)} == masked


def test_one_small_count_takes_the_smallest_other_of_its_line_with_it():
    counts, lines = cross({("f",): 3, ("m",): 40, ("x",): 12, ("n",): 0}, 1)
    assert hidden(counts, lines, 5) == {("f",), ("x",)}
    assert counts[(ALL,)] == 55


def test_a_zero_and_a_table_of_large_counts_are_shown():
    counts, lines = cross({("f", 1): 30, ("m", 1): 0, ("f", 2): 8, ("m", 2): 5}, 2)
    assert hidden(counts, lines, 5) == set()


def test_one_small_count_of_a_table_with_two_sides_closes_a_rectangle():
    cells = {("a", "p"): 2, ("a", "q"): 20, ("a", "r"): 30, ("b", "p"): 25, ("b", "q"): 35, ("b", "r"): 45}
    counts, lines = cross(cells, 2)
    assert hidden(counts, lines, 5) == {("a", "p"), ("a", "q"), ("b", "p"), ("b", "q")}


def test_two_hidden_counts_that_can_only_be_one_each_take_a_third_with_them():
    counts, lines = cross({("f",): 1, ("m",): 1, ("x",): 12, ("n",): 40}, 1)
    assert hidden(counts, lines, 5) >= {("f",), ("m",), ("x",)}


def test_a_table_that_is_one_person_is_hidden_as_a_whole():
    counts, lines = cross({("f", "young"): 1, ("m", "young"): 0}, 2)
    assert hidden(counts, lines, 5) == {key for key, count in counts.items() if count}


def test_a_difference_that_is_shown_hides_what_it_is_the_difference_of():
    counts = {"began": 50, "completed": 48, "under way": 2}
    lines = [Line("began", ("completed", "under way"))]
    assert hidden(counts, lines, 5) == {"under way", "completed"}


@pytest.mark.django_db
def test_thresholds_are_data():
    assert (MaskingThreshold.of(Audience.PARTNER), MaskingThreshold.of(Audience.PUBLIC)) == (5, 10)
    MaskingThreshold.objects.create(audience=Audience.PARTNER, least=7)
    assert MaskingThreshold.of(Audience.PARTNER) == 7
    for wrong in (2, 101):
        with pytest.raises(IntegrityError), transaction.atomic():
            MaskingThreshold.objects.create(audience=Audience.PUBLIC, least=wrong)
