"""What the apps above keep about a person, as each declares it in its `my_data` module, found as `reach.py` is.

So "My data" shows, and erasing forgets, what this package knows nothing of.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """One heading and under it [(what, text)], in plain words of the reader's language."""

    title: str
    lines: list


@dataclass(frozen=True)
class Holding:
    """One app's part of what is kept about a person. Nothing in it says anything about anybody else.

    `facts(person)`: {stable English key: plain JSON values}, to take along.
    `sections(person)`: [Section] to read.
    `forget(person, at)`: takes away what says who it was, and leaves what is counted. Safe to repeat.
    `channels`: the channels of reach whose participations `sections` tells in more words.
    """

    facts: Callable
    sections: Callable
    forget: Callable
    channels: tuple = ()


_declared = []


def register(holding):
    _declared.append(holding)


def holdings():
    return tuple(_declared)
