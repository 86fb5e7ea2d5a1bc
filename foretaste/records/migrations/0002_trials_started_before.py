"""Let the records of trials that were started before there were records come too, in their time."""

import datetime as dt

from django.db import migrations
from django.db.models import Count, Max, Q


def expect(apps, schema_editor):
    Trial = apps.get_model("trials", "Trial")
    Due = apps.get_model("records", "Due")
    started = Trial.objects.annotate(
        planned_end=Max("days__ends_at"), begun=Count("days", filter=Q(days__checked_in_at__isnull=False))
    ).filter(begun__gt=0)
    rows = (
        Due(trial_id=public_id, at=planned_end + dt.timedelta(days=7))
        for public_id, planned_end in started.values_list("public_id", "planned_end").iterator()
    )
    Due.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("trials", "0003_days_start_in_their_hours")]
    operations = [migrations.RunPython(expect, migrations.RunPython.noop)]
