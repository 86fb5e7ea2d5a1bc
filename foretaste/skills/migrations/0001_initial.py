"""The taxonomy's table, and its rows: 13,588 lines, half a second."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from foretaste.skills.taxonomy_file import LANGUAGE, every_skill


def load_skills(apps, schema_editor):
    with (
        schema_editor.connection.cursor() as cursor,
        cursor.copy("COPY skills_skill (code, label, language, others) FROM STDIN") as copy,
    ):
        for one in every_skill():
            copy.write_row((one.code, one.label, LANGUAGE, one.others))


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('code', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('label', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=10)),
                ('others', models.TextField(blank=True)),
            ],
        ),
        migrations.RunPython(load_skills, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='skill',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('label', 'others', config='simple'), name='skills_by_name'),
        ),
        migrations.AddIndex(
            model_name='skill',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Lower('label'), name='gin_trgm_ops'), name='skills_by_trigram'),
        ),
    ]
