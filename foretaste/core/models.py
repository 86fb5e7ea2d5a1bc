"""What the kernel keeps: how far a demo's clock was moved, and how often something was done lately."""

from django.db import models


class ClockShift(models.Model):
    """One row at most, in demo mode only: the seconds by which the instance's clock runs ahead."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_clock"),
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="the_clock_never_runs_backwards"),
        ]


class Tally(models.Model):
    """How often one thing was done by one since a moment. `limits.py` writes it; after a crash it starts anew."""

    key = models.CharField(max_length=64, primary_key=True)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()
