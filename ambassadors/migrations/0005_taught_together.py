from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ambassadors', '0004_trained_before_active'),
    ]

    operations = [
        migrations.AddField(
            model_name='trainingsession',
            name='is_taught_together',
            field=models.BooleanField(default=False, help_text='The one that counts also counts in the record of whoever taught this one.', verbose_name='taught together'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('is_taught_together', False), ('duplicate_of__isnull', False), _connector='OR'), name='training_session_taught_together_is_duplicate'),
        ),
    ]
