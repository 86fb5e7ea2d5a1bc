"""What the kernel keeps: how far a demo's clock was moved."""

from django.db import models


class ClockShift(models.Model):
    """One row at most, in demo mode only: the seconds by which the instance's clock runs ahead."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_clock"),
            models.CheckConstraint(condition=models.Q(seconds__gte=0), name="the_clock_never_runs_backwards"),
        ]
