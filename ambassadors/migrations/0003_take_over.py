from django.db import migrations
from django.utils import timezone


def take_over(apps, schema_editor):
    """Whoever was an ambassador before has been trained; who has stopped, stopped by now."""
    ambassadors = apps.get_model("ambassadors", "Ambassador").objects.all()
    ambassadors.exclude(status__in=["applied", "training"]).update(required_course_done_at=timezone.now())
    ambassadors.filter(status__in=["paused", "left"]).update(stopped_on=timezone.localdate())


class Migration(migrations.Migration):
    """In a transaction of its own: PostgreSQL alters no table whose rows were changed in the same one."""

    dependencies = [("ambassadors", "0002_field_work_and_review")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
