import ambassadors.models.photos
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


def take_over(apps, schema_editor):
    """Whoever was an ambassador before has been trained; who has stopped, stopped by now."""
    ambassadors = apps.get_model("ambassadors", "Ambassador").objects.all()
    ambassadors.exclude(status__in=["applied", "training"]).update(
        required_course_done_at=django.utils.timezone.now()
    )
    ambassadors.filter(status__in=["paused", "left"]).update(stopped_on=django.utils.timezone.localdate())


class Migration(migrations.Migration):

    dependencies = [
        ('ambassadors', '0001_initial'),
        ('lms', '0004_learning_offline'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AmbassadorEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('applied', 'applied'), ('accepted', 'accepted for training'), ('enrolled', 'enrolled by a coordinator'), ('course_done', 'completed the required course'), ('trained', 'trained in person'), ('activated', 'became active'), ('paused', 'paused'), ('resumed', 'active again'), ('left', 'left'), ('came_back', 'came back, in training')], max_length=12, verbose_name='what')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'step of an ambassador',
                'verbose_name_plural': 'steps of ambassadors',
                'ordering': ['at', 'pk'],
                'default_permissions': [],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['paused', 'left', 'trained']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ambassador_event_has_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('kind__in', ['applied', 'course_done'])), models.Q(models.Q(('kind__in', ['applied', 'course_done']), _negated=True), ('by__isnull', False)), _connector='OR'), name='ambassador_event_is_somebodys')],
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_km', models.CharField(max_length=120, verbose_name='title in Khmer')),
                ('title_en', models.CharField(blank=True, max_length=120, verbose_name='title in English')),
                ('text_km', models.TextField(max_length=1000, verbose_name='text in Khmer')),
                ('text_en', models.TextField(blank=True, max_length=1000, verbose_name='text in English')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='shown from')),
                ('expires_on', models.DateField(verbose_name='shown until (not included)')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demonstration')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.area', verbose_name='area')),
            ],
            options={
                'verbose_name': 'announcement',
                'verbose_name_plural': 'announcements',
                'ordering': ['-published_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__gt', models.F('published_on'))), name='announcement_expires_after_it_is_published', violation_error_message='The last day has to come after the first.'), models.CheckConstraint(condition=models.Q(models.Q(('title_km', ''), _negated=True), models.Q(('text_km', ''), _negated=True)), name='announcement_speaks_khmer')],
            },
        ),
        migrations.CreateModel(
            name='AnnouncementReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='read at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('announcement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='ambassadors.announcement', verbose_name='announcement')),
            ],
            options={
                'verbose_name': 'reading of an announcement',
                'verbose_name_plural': 'readings of announcements',
                'constraints': [models.UniqueConstraint(fields=('announcement', 'ambassador'), name='announcement_read_once')],
            },
        ),
        migrations.CreateModel(
            name='SpokenLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_km', models.CharField(max_length=150, verbose_name='name in Khmer')),
                ('name_en', models.CharField(max_length=150, verbose_name='name in English')),
                ('code', models.CharField(max_length=20, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small Latin letters, digits and single hyphens only.')], verbose_name='code')),
            ],
            options={
                'verbose_name': 'spoken language',
                'verbose_name_plural': 'spoken languages',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('family_name', models.CharField(blank=True, max_length=80, verbose_name='family name')),
                ('given_name', models.CharField(blank=True, max_length=80, verbose_name='given name')),
                ('gender', models.CharField(choices=[('female', 'Woman or girl'), ('male', 'Man or boy'), ('another', 'Another'), ('undisclosed', 'Prefers not to say'), ('not_recorded', 'Not recorded')], default='not_recorded', max_length=12, verbose_name='gender')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('phone', models.CharField(blank=True, max_length=16, verbose_name='phone')),
                ('language', models.CharField(choices=[('km', 'Khmer'), ('en', 'English')], max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('refused', 'refused')], default='waiting', max_length=8, verbose_name='state')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('applied_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='applied at')),
                ('decided_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='decided at')),
                ('forgotten_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='forgotten at')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='demonstration')),
                ('ambassador', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.area', verbose_name='commune')),
                ('consent_text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.consenttext', verbose_name='text')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.partner', verbose_name='partner')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='lms.person', verbose_name='learner')),
                ('languages', models.ManyToManyField(blank=True, related_name='+', to='ambassadors.spokenlanguage', verbose_name='languages')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['-applied_at'],
                'default_permissions': ['view', 'change'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('birth_year__isnull', False), ('forgotten_at', None), models.Q(('family_name', ''), _negated=True), models.Q(('given_name', ''), _negated=True), models.Q(('phone', ''), _negated=True)), models.Q(('birth_year', None), ('family_name', ''), ('forgotten_at__isnull', False), ('given_name', ''), ('phone', '')), _connector='OR'), name='application_says_who_until_forgotten'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='application_decided_at_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='application_refused_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('used_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='used at')),
                ('used_by_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_codes', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'code to sign in a phone',
                'verbose_name_plural': 'codes to sign in a phone',
                'default_permissions': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='sign_in_code_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('used_at', None), ('used_by_sha256', '')), models.Q(('used_at__isnull', False), ('used_at__lt', models.F('expires_at')), models.Q(('used_by_sha256', ''), _negated=True)), _connector='OR'), name='sign_in_code_used_in_time_by_one_browser')],
            },
        ),
        migrations.CreateModel(
            name='FieldSignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                ('session_key', models.CharField(blank=True, editable=False, max_length=40)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='signed in at')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('last_used_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last used at')),
                ('signed_out_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='signed out at')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked at')),
                ('revoked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
                ('submit_keys', models.ManyToManyField(blank=True, editable=False, related_name='+', to='lms.submitkey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='field_sign_ins', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('code', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sign_in', to='ambassadors.signincode', verbose_name='code')),
            ],
            options={
                'verbose_name': 'sign-in on a phone',
                'verbose_name_plural': 'sign-ins on phones',
                'ordering': ['-made_at', '-pk'],
                'default_permissions': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='field_sign_in_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('signed_out_at', None)), ('session_key', ''), _connector='OR'), name='field_sign_in_over_has_no_session')],
            },
        ),
        migrations.CreateModel(
            name='IssueCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_km', models.CharField(max_length=150, verbose_name='name in Khmer')),
                ('name_en', models.CharField(max_length=150, verbose_name='name in English')),
                ('code', models.CharField(max_length=40, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small Latin letters, digits and single hyphens only.')], verbose_name='code')),
                ('is_retired', models.BooleanField(default=False, help_text='Notes that have it keep it.', verbose_name='no longer offered')),
            ],
            options={
                'verbose_name': 'kind of issue',
                'verbose_name_plural': 'kinds of issues',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IssueNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=1000, verbose_name='text')),
                ('made_on', models.DateField(db_index=True, verbose_name='date')),
                ('state', models.CharField(choices=[('new', 'new'), ('referred', 'referred'), ('answered', 'answered'), ('closed', 'closed')], default='new', max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='received at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issue_notes', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.area', verbose_name='commune')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='ambassadors.issuecategory', verbose_name='kind of issue')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issue_notes', to='lms.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'issue note',
                'verbose_name_plural': 'issue notes',
                'ordering': ['-made_on', '-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='issue_note_says_something')],
            },
        ),
        migrations.CreateModel(
            name='IssueEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('new', 'new'), ('referred', 'referred'), ('answered', 'answered'), ('closed', 'closed')], max_length=10, verbose_name='state')),
                ('referred_to', models.CharField(blank=True, max_length=150, verbose_name='referred to')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='at')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='ambassadors.issuenote', verbose_name='issue note')),
            ],
            options={
                'verbose_name': 'step of an issue note',
                'verbose_name_plural': 'steps of issue notes',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'referred'), _negated=True), models.Q(('referred_to', ''), _negated=True), _connector='OR'), name='issue_event_refers_to_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'closed']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='issue_event_says_answer_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='LearnerGroup',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='learner_groups', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('members', models.ManyToManyField(blank=True, related_name='learner_groups', to='lms.person', verbose_name='learners')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'learner group',
                'verbose_name_plural': 'learner groups',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('ambassador', 'name'), name='learner_group_name_unique'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='learner_group_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='PlannedSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('planned_on', models.DateField(db_index=True, verbose_name='date')),
                ('starts_at', models.TimeField(blank=True, null=True, verbose_name='start')),
                ('course_key', models.UUIDField(blank=True, null=True, verbose_name='course')),
                ('note', models.TextField(blank=True, max_length=500, verbose_name='note')),
                ('status', models.CharField(choices=[('planned', 'planned'), ('done', 'logged'), ('cancelled', 'cancelled')], default='planned', max_length=10, verbose_name='status')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made at')),
                ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_sessions', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ambassadors.topic', verbose_name='topic')),
                ('training_session', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='ambassadors.trainingsession', verbose_name='training session')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='planned_sessions', to='lms.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'planned session',
                'verbose_name_plural': 'planned sessions',
                'ordering': ['-planned_on', '-starts_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), ('training_session__isnull', False)), models.Q(models.Q(('status', 'done'), _negated=True), ('training_session', None)), _connector='OR'), name='planned_session_is_done_once_logged'), models.CheckConstraint(condition=models.Q(('course_key', None), ('topic', None), _connector='OR'), name='planned_session_has_one_subject')],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_km', models.CharField(max_length=150, verbose_name='name in Khmer')),
                ('name_en', models.CharField(max_length=150, verbose_name='name in English')),
                ('code', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use small Latin letters, digits and single hyphens only.')], verbose_name='code')),
                ('text_km', wagtail.fields.RichTextField(verbose_name='text in Khmer')),
                ('text_en', wagtail.fields.RichTextField(verbose_name='text in English')),
                ('position', models.PositiveSmallIntegerField(default=50, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'resource for ambassadors',
                'verbose_name_plural': 'resources for ambassadors',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReviewPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('needs_second', models.BooleanField(default=False, help_text='Large training sessions, and those with a flag whose rule says so. They count only then.', verbose_name='a second person has to verify')),
                ('second_from_people', models.PositiveSmallIntegerField(blank=True, help_text='Empty: size does not matter.', null=True, validators=[django.core.validators.MaxValueValidator(2000)], verbose_name='from so many people on')),
                ('verifies_clean', models.BooleanField(default=False, help_text='Once a day, training sessions without flags. Each is marked as verified by this policy.', verbose_name='verify clean ones automatically')),
                ('clean_after_days', models.PositiveSmallIntegerField(default=3, help_text='Duplicates and corrections may still arrive.', verbose_name='days to wait before that')),
                ('sample_size', models.PositiveSmallIntegerField(default=5, verbose_name='training sessions in a spot check')),
                ('location_days', models.PositiveSmallIntegerField(default=90, help_text='Then only the commune of the venue remains.', validators=[django.core.validators.MaxValueValidator(90)], verbose_name='days a location is kept after the decision')),
                ('photo_days', models.PositiveSmallIntegerField(default=365, validators=[django.core.validators.MaxValueValidator(365)], verbose_name='days a photo is kept after the training session')),
            ],
            options={
                'verbose_name': 'review policy',
                'verbose_name_plural': 'review policies',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='review_policy_is_one'), models.CheckConstraint(condition=models.Q(('location_days__lte', 90), ('photo_days__lte', 365)), name='review_policy_forgets_in_time')],
            },
        ),
        migrations.CreateModel(
            name='ReviewRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('two_versions', 'two versions were sent'), ('same_content', 'same numbers from another ambassador'), ('overlap', 'overlapping times'), ('future', 'dated after it was written down'), ('same_again', 'same ambassador, venue and day'), ('too_many', 'more people than pupils'), ('far_away', 'far from the venue'), ('same_numbers', 'same numbers as last time'), ('unlisted', 'place not in the list'), ('short', 'very short'), ('early', 'begins early'), ('late', 'ends late'), ('long_ago', 'received long afterwards'), ('clock', 'clock of the phone was wrong'), ('cardless', 'named people without a card'), ('no_location', 'no location'), ('gender_ratio', 'women and men'), ('age_heaping', 'ages in fives and tens'), ('one_band', 'everybody of one age'), ('repeated', 'repeated numbers'), ('last_digits', 'round totals'), ('speed', 'speed')], max_length=20, unique=True, verbose_name='flag')),
                ('is_on', models.BooleanField(default=True, verbose_name='in use')),
                ('weight', models.PositiveSmallIntegerField(default=0, help_text='The heaviest come first. With 0 it is only a remark. Weekly measures have no weight.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight')),
                ('threshold', models.PositiveIntegerField(blank=True, null=True, verbose_name='threshold')),
                ('needs_second', models.BooleanField(default=False, help_text='Only where the review policy asks for second persons at all.', verbose_name='needs a second person')),
            ],
            options={
                'verbose_name': 'review rule',
                'verbose_name_plural': 'review rules',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__in', ['two_versions', 'same_content', 'overlap', 'future', 'same_again', 'too_many', 'far_away', 'same_numbers', 'unlisted', 'short', 'early', 'late', 'long_ago', 'clock', 'cardless', 'no_location', 'gender_ratio', 'age_heaping', 'one_band', 'repeated', 'last_digits', 'speed'])), name='review_rule_code_is_known'), models.CheckConstraint(condition=models.Q(('weight__lte', 100)), name='review_rule_weight_is_at_most_100')],
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('emis_code', models.CharField(blank=True, help_text='As the ministry writes it; empty if unknown.', max_length=30, verbose_name='EMIS code')),
                ('first_grade', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='lowest grade')),
                ('last_grade', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='highest grade')),
                ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='teacher to ask')),
                ('contact_phone', models.CharField(blank=True, max_length=16, validators=[django.core.validators.RegexValidator('^\\+[1-9]\\d{6,14}$', 'Write the number as +855 and digits.')], verbose_name='phone of the teacher')),
                ('venue', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='school', to='lms.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'school',
                'verbose_name_plural': 'schools',
                'ordering': ['venue__name_en', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('emis_code', ''), _negated=True), fields=('emis_code',), name='school_emis_code_unique', violation_error_message='Another school has this EMIS code.'), models.CheckConstraint(condition=models.Q(('first_grade__gte', 1), ('first_grade__lte', models.F('last_grade')), ('last_grade__lte', 12)), name='school_grades_are_in_order', violation_error_message='The lowest grade cannot be above the highest.')],
            },
        ),
        migrations.CreateModel(
            name='SchoolEnrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.PositiveSmallIntegerField(verbose_name='school year that began in')),
                ('grade', models.PositiveSmallIntegerField(default=0, verbose_name='grade')),
                ('gender', models.CharField(choices=[('female', 'Woman or girl'), ('male', 'Man or boy'), ('another', 'Another'), ('undisclosed', 'Prefers not to say'), ('not_recorded', 'Not recorded')], max_length=12, verbose_name='gender')),
                ('count', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(5000)], verbose_name='pupils')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='ambassadors.school', verbose_name='school')),
            ],
            options={
                'verbose_name': 'enrolment',
                'verbose_name_plural': 'enrolments',
                'ordering': ['school', '-school_year', 'grade', 'gender'],
                'constraints': [models.UniqueConstraint(fields=('school', 'school_year', 'grade', 'gender'), name='school_enrolment_said_once'), models.CheckConstraint(condition=models.Q(('gender__in', ['female', 'male', 'another', 'undisclosed', 'not_recorded'])), name='school_enrolment_gender_is_known_code'), models.CheckConstraint(condition=models.Q(('count__lte', 5000), ('grade__lte', 12), ('school_year__gte', 2000), ('school_year__lte', 2100)), name='school_enrolment_is_plausible')],
            },
        ),
        migrations.CreateModel(
            name='ServiceCertificate',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(editable=False, max_length=12, unique=True, verbose_name='code')),
                ('name_km', models.CharField(blank=True, editable=False, max_length=165, verbose_name='name in Khmer')),
                ('name_en', models.CharField(blank=True, editable=False, max_length=165, verbose_name='name in English')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='issued at')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked at')),
                ('reason', models.CharField(blank=True, editable=False, max_length=300, verbose_name='reason')),
                ('first_on', models.DateField(editable=False, verbose_name='first training session')),
                ('last_on', models.DateField(editable=False, verbose_name='last training session')),
                ('sessions', models.PositiveIntegerField(editable=False, verbose_name='verified training sessions')),
                ('minutes', models.PositiveIntegerField(editable=False, verbose_name='minutes of training')),
                ('participations', models.PositiveIntegerField(editable=False, verbose_name='participations of learners')),
                ('months', models.PositiveSmallIntegerField(editable=False, verbose_name='months active')),
                ('ambassador', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='service_certificates', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('area', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.area', verbose_name='area')),
                ('revoked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
            ],
            options={
                'verbose_name': 'certificate of service',
                'verbose_name_plural': 'certificates of service',
                'ordering': ['-issued_at'],
                'default_permissions': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__regex', '^[34679ACDEFGHJKMNPQRTWXY]{12}$')), name='service_certificate_code_is_readable'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='service_certificate_revoked_for_a_reason'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', False), models.Q(('name_en', ''), ('name_km', ''), _negated=True), _connector='OR'), name='service_certificate_in_force_names_its_holder'), models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('last_on')), ('sessions__gte', 1)), name='service_certificate_certifies_something')],
            },
        ),
        migrations.CreateModel(
            name='SessionPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 as sent')),
                ('file', models.FileField(blank=True, storage=ambassadors.models.photos.private_files, upload_to='photos/%Y/%m/', verbose_name='file')),
                ('arrived_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='arrived at')),
                ('forgotten_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='deleted at')),
                ('training_session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='ambassadors.trainingsession', verbose_name='training session')),
            ],
            options={
                'verbose_name': 'photo of a training session',
                'verbose_name_plural': 'photos of training sessions',
                'constraints': [models.UniqueConstraint(fields=('training_session', 'sha256'), name='session_photo_once'), models.CheckConstraint(condition=models.Q(('forgotten_at', None), ('file', ''), _connector='OR'), name='session_photo_forgotten_has_no_file')],
            },
        ),
        migrations.CreateModel(
            name='SpotCheckSample',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('week_from', models.DateField(verbose_name='week from')),
                ('seed', models.CharField(max_length=32, verbose_name='seed')),
                ('candidates', models.JSONField(help_text='Ids in order.', verbose_name='drawn from')),
                ('drawn_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='drawn at')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn by')),
            ],
            options={
                'verbose_name': 'spot-check sample',
                'verbose_name_plural': 'spot-check samples',
                'ordering': ['-drawn_at'],
            },
        ),
        migrations.CreateModel(
            name='SpotCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('open', 'to be asked'), ('confirmed', 'confirmed'), ('not_confirmed', 'not confirmed')], default='open', max_length=15, verbose_name='result')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('at', models.DateTimeField(blank=True, null=True, verbose_name='at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('training_session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spot_checks', to='ambassadors.trainingsession', verbose_name='training session')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='ambassadors.spotchecksample', verbose_name='spot-check sample')),
            ],
            options={
                'verbose_name': 'spot check',
                'verbose_name_plural': 'spot checks',
                'ordering': ['-sample__drawn_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('sample', 'training_session'), name='spot_check_once_in_a_sample'), models.CheckConstraint(condition=models.Q(models.Q(('at', None), ('by', None), ('result', 'open')), models.Q(models.Q(('result', 'open'), _negated=True), ('at__isnull', False), ('by__isnull', False)), _connector='OR'), name='spot_check_result_has_who_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('result', 'not_confirmed'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='spot_check_not_confirmed_says_why')],
            },
        ),
        migrations.CreateModel(
            name='StaffTask',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('gender_ratio', 'women and men'), ('age_heaping', 'ages in fives and tens'), ('one_band', 'everybody of one age'), ('repeated', 'repeated numbers'), ('last_digits', 'round totals'), ('speed', 'speed')], max_length=20, verbose_name='kind')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='facts')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('week_from', models.DateField(blank=True, null=True, verbose_name='week from')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='opened at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('ambassador', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff_tasks', to='ambassadors.ambassador', verbose_name='ambassador')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='lms.area', verbose_name='area')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
            ],
            options={
                'verbose_name': 'task',
                'verbose_name_plural': 'tasks',
                'ordering': ['-opened_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'ambassador', 'week_from'), name='staff_task_once_a_week'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='staff_task_is_closed_by_somebody_with_a_note')],
            },
        ),
        migrations.AddField(
            model_name='ambassador',
            name='required_course_done_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='required course done at'),
        ),
        migrations.AddField(
            model_name='ambassador',
            name='stopped_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='stopped on'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='has_consent',
            field=models.BooleanField(default=False, verbose_name='agreed to be named'),
        ),
        migrations.AddField(
            model_name='reviewevent',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ambassadors.trainingsession', verbose_name='duplicate of'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='accuracy_metres',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='accuracy in metres'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='verified once by'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='duplicate_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='duplicates', to='ambassadors.trainingsession', verbose_name='duplicate of'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='feedback_counts',
            field=models.JSONField(blank=True, default=dict, verbose_name='how learners liked it'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='grade',
            field=models.CharField(blank=True, max_length=20, verbose_name='grade and class'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='language',
            field=models.CharField(blank=True, choices=[('km', 'Khmer'), ('en', 'English'), ('other', 'another language')], max_length=5, verbose_name='language taught in'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='latitude',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='latitude'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='location_forgotten_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='location forgotten at'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='longitude',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='longitude'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='photo_sha256',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name='SHA-256 of the photo'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='priority_counts',
            field=models.JSONField(blank=True, default=dict, verbose_name='priority groups'),
        ),
        migrations.AddField(
            model_name='trainingsession',
            name='venue_text',
            field=models.CharField(blank=True, max_length=150, verbose_name='place not in the list'),
        ),
        migrations.AlterField(
            model_name='ambassador',
            name='status',
            field=models.CharField(choices=[('applied', 'applied'), ('training', 'in training'), ('active', 'active'), ('paused', 'paused'), ('left', 'left')], default='training', max_length=10, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='reviewevent',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AlterField(
            model_name='reviewevent',
            name='kind',
            field=models.CharField(choices=[('submitted', 'submitted'), ('verified', 'verified'), ('returned', 'returned'), ('rejected', 'rejected'), ('duplicate', 'marked as duplicate'), ('reopened', 'no duplicate after all'), ('checked', 'verified once, a second person has to'), ('placed', 'venue chosen'), ('settled', 'chosen between two versions')], max_length=10, verbose_name='decision'),
        ),
        migrations.AddIndex(
            model_name='trainingsession',
            index=models.Index(fields=['ambassador', '-held_on'], name='session_of_ambassador_by_day'),
        ),
        migrations.AddConstraint(
            model_name='reviewevent',
            constraint=models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('kind', 'verified'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='review_event_names_a_person_or_a_policy'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accuracy_metres', None), ('latitude', None), ('longitude', None)), models.Q(('accuracy_metres__isnull', False), ('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='training_session_location_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('location_forgotten_at', None), ('latitude', None), _connector='OR'), name='training_session_forgotten_location_is_gone'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'verified'), _negated=True), ('venue_text', ''), _connector='OR'), name='training_session_verified_has_a_listed_venue'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by', None), ('status', 'submitted'), _connector='OR'), name='training_session_verified_once_still_waits'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of', None), ('status', 'duplicate'), _connector='OR'), name='training_session_with_original_is_duplicate'),
        ),
        migrations.AddConstraint(
            model_name='trainingsession',
            constraint=models.CheckConstraint(condition=models.Q(('duplicate_of', None), models.Q(('duplicate_of', models.F('pk')), _negated=True), _connector='OR'), name='training_session_not_duplicate_of_itself'),
        ),
        migrations.AddField(
            model_name='ambassador',
            name='languages',
            field=models.ManyToManyField(blank=True, related_name='ambassadors', to='ambassadors.spokenlanguage', verbose_name='languages'),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='ambassador',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'active'), _negated=True), ('required_course_done_at__isnull', False), _connector='OR'), name='ambassador_active_after_the_required_course'),
        ),
        migrations.AddConstraint(
            model_name='ambassador',
            constraint=models.CheckConstraint(condition=models.Q(('stopped_on', None), ('status__in', ['paused', 'left']), _connector='OR'), name='ambassador_stopped_when_paused_or_left'),
        ),
    ]
