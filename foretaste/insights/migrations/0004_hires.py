import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_the_clock_has_one_door"),
        ("insights", "0003_scores"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hire",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=64)),
                ("route", models.CharField(choices=[("trial", "Reverse micro-internship"), ("internship", "Traditional internship"), ("direct", "Direct hire"), ("agency", "Agency"), ("other", "Another way")], max_length=12)),
                ("started_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, choices=[("own", "Left by their own choice"), ("company", "The company ended it"), ("contract", "The contract ended"), ("other", "Another reason")], max_length=12)),
                ("known_on", models.DateField()),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="hires", to="accounts.organization")),
            ],
            options={
                "ordering": ["started_on", "reference"],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "reference"), name="a_hire_is_told_once"),
                    models.CheckConstraint(condition=models.Q(("left_on__isnull", True), ("left_on__gte", models.F("started_on")), _connector="OR"), name="nobody_leaves_before_they_start"),
                    models.CheckConstraint(condition=models.Q(("reason", ""), ("left_on__isnull", False), _connector="OR"), name="who_has_a_reason_to_leave_has_left"),
                ],
            },
        ),
    ]
