"""What a company says in a posting that it will look at in the work."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0005_the_address_an_invitation_went_to'),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='criteria',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
