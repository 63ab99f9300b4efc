"""Values of a YAML file that know where they stand, so that every complaint names file and place."""

import datetime as dt
import re
import uuid
from decimal import Decimal

import yaml
from django.conf import settings

from content.packages.markup import TEXT_TAGS, problem_with_markup

LANGUAGES = [code for code, _ in settings.LANGUAGES]
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PackageError(Exception):
    """A course package that cannot be loaded; its text is one sentence that names file and place."""


class Node:
    """One value in a file: `node.get("title")` is the value below, `node.fail(...)` complains about this one."""

    def __init__(self, value, file, place=""):
        self.value, self.file, self.place = value, file, place

    def fail(self, sentence):
        raise PackageError(f"{self.file}: {self.place + ': ' if self.place else ''}{sentence}")

    def _below(self, value, step):
        return Node(value, self.file, f"{self.place}.{step}" if self.place else str(step))

    def keys(self, *, needed, allowed=()):
        """Checks which keys a mapping has."""
        if not isinstance(self.value, dict):
            self.fail("must be a mapping of names to values.")
        if missing := [key for key in needed if key not in self.value]:
            self.fail(f"“{missing[0]}” is missing.")
        if unknown := [key for key in self.value if key not in {*needed, *allowed}]:
            self.fail(f"“{unknown[0]}” is not known here.")
        return self

    def get(self, key):
        return self._below(self.value.get(key), key)

    def items(self, *, least=1, most=1000):
        """The values of a list, in order."""
        if not isinstance(self.value, list):
            self.fail("must be a list.")
        if not least <= len(self.value) <= most:
            self.fail(f"must have {least} to {most} items, and has {len(self.value)}.")
        return [self._below(value, number) for number, value in enumerate(self.value, start=1)]

    def string(self, *, limit=None, may_be_empty=False):
        if not isinstance(self.value, str):
            self.fail("must be text; put it in quotes.")
        if not self.value.strip() and not may_be_empty:
            self.fail("is empty.")
        if limit and len(self.value) > limit:
            self.fail(f"has {len(self.value)} characters; {limit} are allowed.")
        return self.value.strip()

    def text(self, *, limit=None, may_be_empty=False, check=None):
        """{"km": …, "en": …}: the same thing in both languages."""
        self.keys(needed=LANGUAGES)
        found = {code: self.get(code).string(limit=limit, may_be_empty=may_be_empty) for code in LANGUAGES}
        if any(found.values()) and not all(found.values()):
            self.fail("is written in one language only.")
        for code in LANGUAGES:
            if check and (problem := check(found[code])):
                self.get(code).fail(problem)
        return found

    def markup(self, *, more_tags=(), links=False):
        """Text in both languages with simple HTML (content/packages/markup.py): TEXT_TAGS and `more_tags`."""
        tags = TEXT_TAGS | set(more_tags)
        return self.text(check=lambda html: problem_with_markup(html, tags, links=links))

    def integer(self, least, most):
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fail("must be a whole number.")
        if not least <= self.value <= most:
            self.fail(f"must be from {least} to {most}.")
        return self.value

    def number(self):
        """A decimal number, exact as written."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            self.fail("must be a number.")
        return Decimal(str(self.value))

    def boolean(self):
        if not isinstance(self.value, bool):
            self.fail("must be true or false.")
        return self.value

    def day(self):
        if type(self.value) is not dt.date:
            self.fail("must be a day such as 2027-11-20.")
        return self.value

    def one_of(self, choices):
        if self.value not in choices:
            self.fail(f"must be one of: {', '.join(map(str, choices))}.")
        return self.value

    def slug(self):
        if not SLUG.fullmatch(self.string(limit=100)):
            self.fail("must be small Latin letters, digits and single hyphens.")
        return self.value

    def new_id(self, seen):
        """A UUID as text that was not met before; `seen` is {id: where} and learns it."""
        try:
            found = str(uuid.UUID(self.string()))
        except ValueError:
            self.fail("must be a UUID.")
        here = f"{self.file}, {self.place}"
        if found in seen:
            self.fail(f"the id {found} is already used in {seen[found]}.")
        seen[found] = here
        return found


def read_yaml(path, *, name):
    """The content of a YAML file as a Node; `name` is what complaints call the file."""
    try:
        return Node(yaml.safe_load(path.read_text(encoding="utf-8")), name)
    except FileNotFoundError:
        raise PackageError(f"{name}: this file is missing.") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise PackageError(f"{name}: cannot be read as UTF-8 text: {problem}.") from problem
    except RecursionError:
        raise PackageError(f"{name}: is nested too deeply.") from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        reason = getattr(problem, "problem", None) or "not valid"
        raise PackageError(f"{name}{line}: is not YAML: {reason}.") from problem
