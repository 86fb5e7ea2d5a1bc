"""What a company knows of whom it has invited, until they answer."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0004_words_of_the_search_are_its_own'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='invited_address',
            field=models.EmailField(blank=True, max_length=254),
        ),
    ]
