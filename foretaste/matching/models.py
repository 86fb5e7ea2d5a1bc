"""What the search keeps: an index of what is open, nothing that is not known elsewhere.

Every row can be made again from its posting or listing. The `words` of a long text lie outside the row, so that two
thousand hits are read from few pages.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class Entry(models.Model):
    """One findable. Numbers follow publication: a greater number was published later."""

    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    company = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=60, blank=True)  # empty: posted here
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    pay_day_minor = models.BigIntegerField(null=True)
    pay_hour_minor = models.BigIntegerField(null=True)
    published_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    starts_on = models.DateField(null=True)  # by the calendar of the place
    closes_at = models.DateTimeField(null=True)
    only_for = models.BigIntegerField(null=True)  # the key of the one person who may find it
    facets = models.BigIntegerField()  # see findable.packed
    title_words = SearchVectorField()  # what a better match is told by
    words = SearchVectorField()  # words and marks: what is looked through

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_point_lies_on_the_map",
            )
        ]
        indexes = [
            GinIndex(fields=["words"], name="entries_by_words", fastupdate=False),
            models.Index(  # the list of everything is read from it alone
                fields=["starts_at", "id"],
                include=["starts_on", "closes_at", "only_for", "facets", "country", "city"],
                name="entries_in_turn",
            ),
            models.Index(fields=["closes_at"], name="entries_by_closing"),
        ]

    def __str__(self) -> str:
        return self.title


class EntrySkill(models.Model):
    """A skill of the taxonomy that the company of an entry confirmed: what is counted. It goes with its entry."""

    entry_id = models.BigIntegerField(db_index=True)  # references matching_entry, on delete cascade: in the database
    label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.label


class SkillReading(models.Model):
    """What was read out of one text: skills that may be meant, shown to whoever wrote it and to nobody else.

    Nothing here counts: what counts is what they confirm.
    """

    opportunity = models.OneToOneField(
        "opportunities.Opportunity", null=True, on_delete=models.CASCADE, related_name="+"
    )
    person = models.OneToOneField("accounts.Person", null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)  # of the text: another text is read anew
    asked_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    codes = models.JSONField(default=list)  # of skills, the surest first

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opportunity=None) ^ Q(person=None), name="a_reading_is_of_one_posting_or_one_person"
            )
        ]

    def __str__(self) -> str:
        return self.digest


class Place(models.Model):
    """A city and where it is: from GeoNames, see places/README.md. Filled by the first migration."""

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=120)
    names = ArrayField(models.TextField())  # folded: its own and, for the large ones, those in other languages
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["names"], name="places_by_name")]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


class Word(models.Model):
    """A word of a title, a skill or a company's name: what a mistyped one may have meant."""

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="words_by_trigram")]

    def __str__(self) -> str:
        return self.word


class SavedSearch(models.Model):
    """A search somebody wants to hear of: a person's, or an address's that has confirmed it wants the mails.

    An address is kept for its mails alone: it goes with them, and after a week where it was never confirmed.
    """

    class Every(models.TextChoices):
        DAY = "daily", _("Every morning")
        WEEK = "weekly", _("Every Monday morning")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.CASCADE, related_name="saved_searches")
    address = models.EmailField(blank=True)  # of somebody without an account
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1_000, blank=True)  # in its one wording: see asking.py
    every = models.CharField(max_length=6, choices=Every.choices, default=Every.DAY)
    language = models.CharField(max_length=10)  # of the mails to an address; a person's own is asked each time
    time_zone = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField()  # when a confirmation was last asked for
    confirmed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # it can't be run any more, and was told so
    next_at = models.DateTimeField(null=True)  # when it is looked at next; none while no mail is wanted
    seen = models.BigIntegerField(default=0)  # the number of the newest entry it was looked at with

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(person=None) & ~Q(address="")) | (Q(person__isnull=False) & Q(address="")),
                name="a_search_is_a_person_s_or_an_address_s",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | (Q(paused_at=None, stopped_at=None) & ~Q(confirmed_at=None)),
                name="only_what_is_wanted_is_due",
            ),
            models.UniqueConstraint(
                fields=["person", "query"], condition=Q(address=""), name="a_person_saves_a_search_once"
            ),
            models.UniqueConstraint(
                fields=["address", "query"], condition=Q(person=None), name="an_address_saves_a_search_once"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="saved_searches_due")]

    def __str__(self) -> str:
        return self.name


# --- recommendations ---------------------------------------------------------------------------------


class Wish(models.Model):
    """What somebody said would fit them, beside the skills of their profile. All of it optional; theirs to delete."""

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, related_name="+")
    learn = models.TextField(blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list)
    place_kinds = ArrayField(models.CharField(max_length=8), default=list)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    within_km = models.PositiveSmallIntegerField(default=25)
    when = ArrayField(models.CharField(max_length=8), default=list)
    most_days = models.PositiveSmallIntegerField(null=True)
    free_from = models.DateField(null=True)
    free_until = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    least_day_minor = models.BigIntegerField(null=True)  # never shown to a company
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(free_from=None) | Q(free_until=None) | Q(free_until__gte=models.F("free_from")),
                name="free_days_end_after_they_begin",
            )
        ]

    def __str__(self) -> str:
        return f"of {self.person_id}"


class NotForMe(models.Model):
    """A trial that somebody no longer wants recommended. The search shows it as before."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    opportunity = models.ForeignKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "opportunity"], name="a_trial_is_put_aside_once_by_a_person")
        ]


class MarketFit(models.Model):
    """One fitting of the whole market: how large it was, and how well it came out."""

    at = models.DateTimeField()
    method = models.CharField(max_length=40)
    interns = models.IntegerField()
    postings = models.IntegerField()
    edges = models.IntegerField()
    rounds = models.IntegerField()
    residual = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="fits_newest")]


class SeatPrice(models.Model):
    """How sought after a posting's seats are, by the last fit: `empty ** 2` of them would stay empty."""

    opportunity = models.OneToOneField("opportunities.Opportunity", on_delete=models.CASCADE, related_name="+")
    fit = models.ForeignKey(MarketFit, on_delete=models.CASCADE, related_name="prices")
    empty = models.FloatField()


class Ordering(models.Model):
    """The log: an order that was computed, for whom, of what, by which method, from which inputs, with its scores.

    What is shown is read from here, so nothing is shown that was not logged.
    """

    class Kind(models.TextChoices):
        TRIALS = "trials", _("Trials for a person")
        CANDIDATES = "candidates", _("Candidates for a posting")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.CASCADE, related_name="+")  # for whom
    opportunity = models.ForeignKey(
        "opportunities.Opportunity", null=True, on_delete=models.CASCADE, related_name="+"
    )  # of whose candidates
    at = models.DateTimeField()
    method = models.CharField(max_length=40)
    inputs = models.CharField(max_length=64)  # SHA-256 of everything it was computed from
    stamp = models.CharField(max_length=64, blank=True)  # while this stays the same, there is nothing to compute anew
    order = models.JSONField()  # [{"id": ..., "score": ..., "reasons": [...]}, ...], the first first
    people = ArrayField(models.BigIntegerField(), default=list)  # the keys of the candidates in it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="trials", person__isnull=False, opportunity=None)
                | Q(kind="candidates", person=None, opportunity__isnull=False),
                name="an_order_is_for_a_person_or_of_a_posting",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="orders_for_a_person"),
            models.Index(fields=["opportunity", "-id"], name="orders_of_a_posting"),
            GinIndex(fields=["people"], name="orders_by_candidate"),
            models.Index(fields=["at"], name="orders_by_age"),
        ]
