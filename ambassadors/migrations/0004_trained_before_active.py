from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ambassadors', '0003_take_over'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='ambassador',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'active'), _negated=True), ('required_course_done_at__isnull', False), _connector='OR'), name='ambassador_active_after_the_required_course'),
        ),
        migrations.AddConstraint(
            model_name='ambassador',
            constraint=models.CheckConstraint(condition=models.Q(('stopped_on', None), ('status__in', ['paused', 'left']), _connector='OR'), name='ambassador_stopped_when_paused_or_left'),
        ),
    ]
