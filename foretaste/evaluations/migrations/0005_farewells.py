"""Contacts that both sides agreed to keep, and notes of thanks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SIDES = [('intern', 'intern'), ('company', 'company')]


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0004_criteria'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='safetyreport',
            name='kind',
            field=models.CharField(choices=[('harassment', 'Somebody harassed or threatened me'), ('danger', 'The work or the place was unsafe'), ('discrimination', 'I was treated worse for who I am'), ('pressure', 'I was punished for leaving or for what I said'), ('other', 'Something else that a person should know'), ('note', 'A note that I was sent')], max_length=14),
        ),
        migrations.CreateModel(
            name='KeptContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=SIDES, max_length=7)),
                ('contact', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_contacts', to='evaluations.exchange')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('exchange', 'side'), name='a_side_leaves_one_contact')],
            },
        ),
        migrations.CreateModel(
            name='ThankYou',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=SIDES, max_length=7)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('exchange', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thanks', to='evaluations.exchange')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluations.safetyreport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('exchange', 'side'), name='a_side_thanks_once')],
            },
        ),
    ]
