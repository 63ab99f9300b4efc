"""Taking in a sheet of venues or people, whole or not at all."""

import datetime as dt
import hashlib

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from lms.imports import people, venues
from lms.imports.plans import Outcome
from lms.models import SheetImport

KINDS = {SheetImport.Kind.VENUES: venues, SheetImport.Kind.PEOPLE: people}
WAITS_FOR = dt.timedelta(hours=24)


def plan_import(*, kind, content, by=None, group=""):
    """The Plan of a file: row by row what taking it in would do, and what is wrong with which cell. Writes nothing.

    `by` is the user, whose area it is limited to; None is the command line. Raises ValidationError for a file that is
    no such table.
    """
    return KINDS[kind].plan(content, by=by, **_group(kind, group))


def take_in(*, kind, content, file_name, by=None, group=""):
    """Takes a file in; returns its Plan. Where the Plan has problems nothing is stored.

    The same file again changes nothing, also where two people send it in the same moment.
    """
    sheet = SheetImport(kind=kind, file_name=file_name[-150:], group=group, brought_by=by)
    return _take_in(sheet, content)


def bring(*, kind, content, file_name, by, group="", at=None):
    """Keeps a file for its owner to look through before it is taken in; returns the SheetImport."""
    return SheetImport.objects.create(
        kind=kind,
        content=content,
        file_name=file_name[-150:],
        sha256=hashlib.sha256(content).hexdigest(),
        group=group,
        brought_by=by,
        brought_at=at or timezone.now(),
    )


def forget_sheets(*, at=None):
    """Forgets files that nobody took in within a day, with the names in them; returns how many."""
    at = at or timezone.now()
    return SheetImport.objects.filter(done_at=None, brought_at__lt=at - WAITS_FOR).delete()[0]


def confirm(*, sheet, by):
    """Takes in a file that was looked through; returns its Plan, or None if that was done already.

    Raises PermissionDenied where somebody else brought it.
    """
    with transaction.atomic():
        sheet = SheetImport.objects.select_for_update().get(pk=sheet.pk)
        if sheet.brought_by_id != by.pk:
            raise PermissionDenied
        if sheet.done_at is not None:
            return None
        return _take_in(sheet, bytes(sheet.content))


def _take_in(sheet, content):
    sheet.sha256 = hashlib.sha256(content).hexdigest()
    try:
        return _plan_and_write(sheet, content)
    except IntegrityError:
        # Somebody took in the same lines in the same moment: now they are there, and nothing is left to do.
        return _plan_and_write(sheet, content)


@transaction.atomic
def _plan_and_write(sheet, content):
    kind, by = KINDS[sheet.kind], sheet.brought_by
    plan = kind.plan(content, by=by, **_group(sheet.kind, sheet.group))
    if not plan.is_possible:
        return plan
    sheet.done_at, sheet.content = timezone.now(), None
    sheet.new, sheet.changed, sheet.unchanged = (
        plan.count(outcome) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)
    )
    sheet.save()
    kind.write(plan, by=by, sheet=sheet)
    log(sheet, "lms.import_sheet", user=by, title=sheet.file_name, data={"sha256": sheet.sha256})
    return plan


def _group(kind, group):
    return {"group": group} if kind == SheetImport.Kind.PEOPLE else {}
