"""How somebody who asks came upon the trial, if they like to say."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0006_criteria'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='found_by',
            field=models.CharField(blank=True, choices=[('search', 'Searching here'), ('mail', 'A saved search or its mail'), ('company', 'The company’s own pages'), ('campus', 'A university or career center'), ('person', 'Somebody told me'), ('linkedin', 'LinkedIn'), ('indeed', 'Indeed'), ('other', 'Somewhere else')], max_length=10),
        ),
    ]
