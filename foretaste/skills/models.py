"""The taxonomy's table. Filled by the first migration; nothing here says who has or asks for a skill."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Lower


class Skill(models.Model):
    """A skill of ESCO: see taxonomy/README.md for its origin and licence."""

    code = models.CharField(max_length=36, primary_key=True)  # the last part of its address
    label = models.CharField(max_length=200)
    language = models.CharField(max_length=10)  # of the label
    others = models.TextField(blank=True)  # its other names, run together: looked through, never shown

    class Meta:
        indexes = [
            GinIndex(SearchVector("label", "others", config="simple"), name="skills_by_name"),
            GinIndex(OpClass(Lower("label"), name="gin_trgm_ops"), name="skills_by_trigram"),
        ]

    def __str__(self) -> str:
        return self.label


class SkillVector(models.Model):
    """What a sentence model makes of a skill's label: halves of floats, one after the other. Only with the extra."""

    skill = models.ForeignKey("skills.Skill", on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=20)
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "skill"], name="a_model_reads_a_label_once")]

    def __str__(self) -> str:
        return f"{self.model}/{self.skill_id}"
