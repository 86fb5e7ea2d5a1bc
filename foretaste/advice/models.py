"""What an intern writes for their own eyes, encrypted. Rows of one kind are equally long, however much is in them."""

from __future__ import annotations

from django.db import models


class PrivatePlan(models.Model):
    """The trials somebody thinks of doing, what they hope for, and what they would compare them with."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class PrivateJournal(models.Model):
    """What the days of one trial were like for its intern. Nobody else ever opens it; it moves nothing."""

    trial = models.OneToOneField("trials.Trial", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)
