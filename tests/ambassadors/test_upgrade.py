"""An installation of the first version is brought up to this one, with its ambassadors in it."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ambassadors.models import Ambassador
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = [("ambassadors", "0001_initial")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture
def first_version(db):
    latest = [
        node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == FIRST[0][0]
    ]
    yield migrate(FIRST), lambda: migrate(latest)
    migrate(latest)


def test_who_taught_before_counts_as_trained_and_who_has_stopped_stops_today(first_version):
    apps, upgrade = first_version
    earlier, area = apps.get_model("ambassadors", "Ambassador"), make.area()
    for status in ("training", "active", "paused", "left"):
        earlier.objects.create(
            person_id=make.person(nickname=status).pk,
            area_id=area.pk,
            status=status,
        )
    upgrade()
    now = {
        each.status: (each.required_course_done_at is not None, each.stopped_on)
        for each in Ambassador.objects.all()
    }
    today = timezone.localdate()
    assert now == {
        "training": (False, None),
        "active": (True, None),
        "paused": (True, today),
        "left": (True, today),
    }
