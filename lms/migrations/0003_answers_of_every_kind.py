from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('lms', '0002_learning'),
    ]

    operations = [
        migrations.RemoveIndex('attempt', 'attempt_of_learner'),
        migrations.RenameField('attempt', 'lesson_key', 'page_key'),
        migrations.RenameField('answer', 'choice_ids', 'response'),
    ]
