"""Loading and removing the demonstration programme."""

from django.db import IntegrityError, connection, models, transaction
from django.utils.module_loading import autodiscover_modules

from lms.demo import Demonstration, Refused, parts
from lms.models import Person

REAL_ON_DEMO = (
    "Nothing was removed, because records that are not part of the demonstration hang on it: {found}. "
    "Remove them or connect them to real people and places first; or start with an empty DATA_DIR."
)


def is_loaded():
    return any(queryset.exists() for queryset in _demo_rows())


@transaction.atomic
def load_demonstration(*, until, beside_real_data=False):
    """Fills the six months before `until`, a city-local day (not included); returns the Demonstration.

    Raises Refused, storing nothing, when it is loaded already, when there are real people (unless it may stand
    beside them), and when areas or reference data are missing.
    """
    if is_loaded():
        raise Refused("A demonstration is loaded already. Remove it first: manage.py clear_demo.")
    if Person.objects.exists() and not beside_real_data:
        raise Refused(
            "There are real people in this database. A demonstration would stand between them: use another "
            "DATA_DIR, or add --beside-real-data if that is what you want."
        )
    demonstration = Demonstration(until)
    try:
        for part in parts():
            part.load(demonstration)
    except IntegrityError as problem:
        raise Refused(f"A code of the demonstration is in use already ({problem}).") from problem
    _know_sizes()
    return demonstration


@transaction.atomic
def clear_demonstration():
    """Removes everything that is demonstration; returns how many rows, those that hang on them included.

    Raises Refused, removing nothing, when real records hang on demonstration ones.
    """
    rows = _demo_rows()
    found = _real_records_on(rows)
    if found:
        raise Refused(REAL_ON_DEMO.format(found="; ".join(found)))
    files = [(file.storage, file.name) for part in parts() for file in part.files()]
    removed = sum(queryset.delete()[0] for queryset in rows)
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
    return removed


def _know_sizes():
    """Tells the database how large its tables have become.

    PostgreSQL finds out by itself only a minute later, and until then plans as for empty tables: removing the
    demonstration would take hours.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _demo_rows():
    autodiscover_modules("demo")
    return [queryset for part in reversed(parts()) for queryset in part.rows()]


def _real_records_on(rows):
    """A phrase for each sort of row that is not ours and could not stand, or would vanish, without ours."""
    own = {queryset.model: queryset for queryset in rows}
    found = []
    for model, queryset in own.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
                continue
            if relation.on_delete not in (models.PROTECT, models.CASCADE, models.RESTRICT):
                continue
            hanging_model = relation.related_model
            if hanging_model not in own and relation.on_delete is models.CASCADE:
                continue  # a part of the row itself, such as the groups of a user
            hanging = hanging_model._base_manager.filter(**{f"{relation.field.name}__in": queryset})
            if hanging_model in own:
                hanging = hanging.exclude(pk__in=own[hanging_model].values("pk"))
            if count := hanging.count():
                name = (
                    hanging_model._meta.verbose_name
                    if count == 1
                    else hanging_model._meta.verbose_name_plural
                )
                found.append(f"{count} {name} (on {model._meta.verbose_name_plural})")
    return found
