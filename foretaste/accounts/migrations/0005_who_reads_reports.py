"""Which of the operator's people reads reports of harassment and danger."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_confirmed_skills'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='reads_reports_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('reads_reports_since__isnull', False)), fields=('organization',), name='one_person_reads_the_reports'),
        ),
    ]
