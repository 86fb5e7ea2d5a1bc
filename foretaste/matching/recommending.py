"""Recommending: what somebody says would fit, the night's fit of the whole market, and each order with its log."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.core.transactions import action, step
from foretaste.matching import market
from foretaste.matching.asking import CURRENCIES, WITHIN
from foretaste.matching.findable import PLACE_KINDS, WHEN
from foretaste.matching.market import Candidate, Placed
from foretaste.matching.models import Entry, MarketFit, NotForMe, Ordering, SeatPrice, Wish
from foretaste.matching.orders import newest_for, newest_of
from foretaste.matching.queries import FIELDS, place_of
from foretaste.matching.reasons import METHOD, SPREAD, Reason, Said, before_a_company, points, reasons
from foretaste.opportunities import queries as opportunities

OF_INTERN, OF_POSTING = 20, 10  # candidates that the fit takes from each side: see `fitting.best_of_both`
MOST_ROUNDS = 500
LONGEST = 300  # characters of what one wants to learn


# --- what somebody says ---------------------------------------------------------------------------------
@action
def say_what_fits(
    *,
    learn: str = "",
    fields: Sequence[str] = (),
    place_kinds: Sequence[str] = (),
    city: str = "",
    within_km: int = 25,
    when: Sequence[str] = (),
    most_days: int | None = None,
    free_from: dt.date | None = None,
    free_until: dt.date | None = None,
    least_day: Amount | None = None,
    by: Actor,
    at: dt.datetime,
) -> Wish:
    """Say what would fit oneself. Everything may be left out; saying it again replaces it."""
    person = _intern(by)
    wrong: dict[str, str] = {}
    if free_from and free_until and free_until < free_from:
        wrong["free_until"] = str(_("The last free day comes after the first."))
    if most_days is not None and not 1 <= most_days <= 5:
        wrong["most_days"] = str(_("A trial lasts 1 to 5 days."))
    if least_day is not None and (least_day.minor <= 0 or least_day.currency not in CURRENCIES):
        wrong["least_day"] = str(_("Enter a sum above zero in a currency of the list, or leave it empty."))
    if len(learn) > LONGEST:
        wrong["learn"] = str(_("Use at most %(count)s characters.")) % {"count": LONGEST}
    place = place_of(city) if city.strip() else None
    if city.strip() and (place is None or len(city) > 80):
        wrong["city"] = str(_("We know no city of that name. Try it in its own language, or a larger one nearby."))
    if wrong:
        raise NotAcceptable(**wrong)
    wish, _made = Wish.objects.update_or_create(
        person=person,
        defaults={
            "learn": " ".join(learn.replace("\x00", " ").split()),
            "fields": [one for one in FIELDS if one in fields],
            "place_kinds": [one for one in PLACE_KINDS[1:] if one in place_kinds],
            "city": " ".join(city.split()) if place else "",  # as they call it
            "country": place.country if place else "",
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "within_km": within_km if within_km in WITHIN else 25,
            "when": [one for one in WHEN if one in when],
            "most_days": most_days,
            "free_from": free_from,
            "free_until": free_until,
            "currency": least_day.currency if least_day else "",
            "least_day_minor": least_day.minor if least_day else None,
            "said_at": at,
        },
    )
    return wish


@action
def forget_what_fits(*, by: Actor, at: dt.datetime) -> None:
    """Delete what somebody said would fit them, what they put aside, and the orders that were made from it."""
    person = _intern(by)
    Wish.objects.filter(person=person).delete()
    NotForMe.objects.filter(person=person).delete()
    Ordering.objects.filter(kind=Ordering.Kind.TRIALS, person=person).delete()


@action
def put_aside(*, opportunity_id: str, by: Actor, at: dt.datetime) -> None:
    """Stop recommending a trial to somebody. Their search shows it as before."""
    posting = _posting(opportunity_id, by)
    NotForMe.objects.get_or_create(person=_intern(by), opportunity=posting, defaults={"said_at": at})


@action
def take_back_in(*, opportunity_id: str, by: Actor, at: dt.datetime) -> None:
    """Let a trial that was put aside be recommended again."""
    NotForMe.objects.filter(person=_intern(by), opportunity=_posting(opportunity_id, by)).delete()


def _intern(by: Actor) -> Any:
    if not by.is_intern:
        raise NotAllowed
    return accounts.person_of(by)


def _posting(public_id: str, by: Actor) -> Any:
    found = opportunities.visible_to(by).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


# --- the order of trials for one person -----------------------------------------------------------------
@action
def recommend(*, by: Actor, at: dt.datetime) -> None:
    """Make a person's order anew where what they said, what is open or the fit has changed since it was made.

    Made when somebody looks: what is open since a minute ago is in it, and nothing is computed that nobody reads.
    """
    if by.person_id is None or not by.is_intern:
        return
    said, aside = market.said_of(by.person_id), market.put_aside_by(by.person_id)
    fit = market.latest_fit()
    stamp = _digest([METHOD, asdict(said), sorted(aside), fit.pk if fit else 0, _newest()])
    last = newest_for(by.person_id)
    if last is not None and last.stamp == stamp:
        return
    if last is None and not said.is_something:
        return
    open_now = market.offered(at, market.pool(said, by.person_id, at))
    some = [one for one in market.candidates(said, open_now.values()) if one.trial.key not in aside]
    known = market.prices()
    order = [_line(one) for one in market.placed(accounts.person_of(by).public_id, some, known)]
    if last is not None and _shape(last.order) == _shape(order):
        last.stamp = stamp
        last.save(update_fields=["stamp"])
        return
    inputs = [METHOD, SPREAD, asdict(said), [_facts(one, known) for one in some]]
    _log(Ordering.Kind.TRIALS, order, inputs, at, person_id=by.person_id, stamp=stamp)


def _newest() -> str:
    """Return what was published last, once the search's index holds it."""
    newest = opportunities.published().order_by("-published_at", "-id").values_list("public_id", flat=True).first()
    return f"{newest}/{Entry.objects.filter(key=f'own/{newest}').exists()}"


def _line(one: Placed) -> dict[str, Any]:
    line = {"id": one.trial.public_id, "score": one.score, "reasons": [why.as_json() for why in one.reasons]}
    return line | ({"scarce": True} if one.is_scarce else {})


def _facts(one: Candidate, known: dict[int, float]) -> list[Any]:
    return [one.trial.public_id, one.trial.seats, round(one.gain, 6), known.get(one.trial.key)]


def _shape(order: Iterable[dict[str, Any]]) -> list[Any]:
    """Return what can be seen of an order: all but the scores, which every night moves a little."""
    return [[line["id"], line["reasons"], line.get("scarce", False)] for line in order]


# --- the order of candidates for a company --------------------------------------------------------------
@action
def order_candidates(
    *, opportunity_id: str, by: Actor, at: dt.datetime
) -> list[tuple[opportunities.Candidate, list[Reason]]]:
    """Order everybody who asked by the reasons that a company may see, equals by date. Nobody is left out."""
    opportunity = _posting(opportunity_id, by)
    if not by.has(*opportunities.CHOOSERS) or opportunity.organization_id != by.organization_id:
        raise NotFound
    asked = opportunities.candidates_of(opportunity, by)
    if not asked:
        return []
    trial = market.offered_of(opportunity.pk, by)
    said = market.said_by([one.application.intern_id for one in asked if not one.application.is_an_address])
    found = [
        (one, before_a_company(reasons(said.get(one.application.intern_id, Said()), trial))) for one in asked
    ]  # by date, as they came
    found.sort(key=lambda pair: -points(pair[1]))
    order = [
        {"id": one.application.public_id, "score": points(why), "reasons": [each.as_json() for each in why]}
        for one, why in found
    ]
    last = newest_of(opportunity.pk)
    if last is None or last.order != order:
        people = [one.application.intern_id for one, _why in found]
        _log(Ordering.Kind.CANDIDATES, order, [METHOD, order], at, opportunity_id=opportunity.pk, people=people)
    return found


# --- the whole market -----------------------------------------------------------------------------------
@action
def fit_market(*, by: Actor, at: dt.datetime) -> MarketFit | None:
    """Fit who would go where, of everybody who said something, and keep how sought after each posting is."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    import numpy as np  # no web process carries it

    from foretaste.matching import fitting

    open_now = market.offered(at)
    trials = list(open_now.values())
    number = {one.public_id: place for place, one in enumerate(trials)}
    rows: list[list[tuple[int, float]]] = []
    lots: list[float] = []
    set_aside = market.put_aside()
    everyone = market.said_by()
    named = accounts.public_ids_of_people(everyone)
    for person, said in everyone.items():
        near = [open_now[one] for one in market.pool(said, person, at) if one in open_now]
        aside = set_aside.get(person, set())
        some = [one for one in market.candidates(said, near) if one.trial.key not in aside]
        rows.append([(number[one.trial.public_id], one.gain) for one in some])
        lots += [market.lot(named[person], one.trial.public_id) for one in some]
    edges = fitting.best_of_both(fitting.Edges.of(rows), of_intern=OF_INTERN, of_posting=OF_POSTING, lot=np.array(lots))
    before = market.prices()
    seats = np.array([float(one.seats) for one in trials])
    begin = np.array([before.get(one.key, one.seats**0.5) for one in trials])
    found = fitting.fit(edges, seats, begin=begin, most_rounds=MOST_ROUNDS)
    kept = MarketFit.objects.create(
        at=at,
        method=METHOD,
        interns=len(rows),
        postings=len(trials),
        edges=len(edges.gain),
        rounds=found.rounds,
        residual=found.residual,
    )
    SeatPrice.objects.all().delete()
    SeatPrice.objects.bulk_create(
        [
            SeatPrice(opportunity_id=one.key, fit=kept, empty=float(empty))
            for one, empty in zip(trials, found.empty, strict=True)
        ],
        batch_size=5_000,
    )
    return kept


# --- the log --------------------------------------------------------------------------------------------
@action
def prune_orders(*, by: Actor, at: dt.datetime) -> int:
    """Delete orders older than the log keeps them, and fits with nothing left of them; return how many orders."""
    if not by.has(Role.CLOCK):
        raise NotAllowed
    until = at - dt.timedelta(days=market.KEPT_DAYS)
    MarketFit.objects.filter(at__lt=until, prices=None).delete()
    count, _each = Ordering.objects.filter(at__lt=until).delete()
    return count


@step
def _log(kind: str, order: list[dict[str, Any]], inputs: Any, at: dt.datetime, **of: Any) -> None:
    Ordering.objects.create(kind=kind, order=order, inputs=_digest(inputs), at=at, method=METHOD, **of)


def _digest(what: Any) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()
