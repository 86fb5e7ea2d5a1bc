"""What is counted of skills, and what was read out of texts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0003_beginnings'),
        ('opportunities', '0003_confirmed_skills'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EntrySkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry_id', models.BigIntegerField(db_index=True)),
                ('label', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='SkillReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('codes', models.JSONField(default=list)),
                ('opportunity', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='opportunities.opportunity')),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('opportunity', None), ('person', None), _connector='XOR'), name='a_reading_is_of_one_posting_or_one_person')],
            },
        ),
        # Not Django's: entries are deleted many at once, and their skills go with them.
        migrations.RunSQL(
            "ALTER TABLE matching_entryskill ADD CONSTRAINT a_skill_goes_with_its_entry "
            "FOREIGN KEY (entry_id) REFERENCES matching_entry (id) ON DELETE CASCADE",
            migrations.RunSQL.noop,
        ),
    ]
