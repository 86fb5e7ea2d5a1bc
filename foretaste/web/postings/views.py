"""What is on offer, for everyone."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import Refused
from foretaste.insights import queries as insights
from foretaste.matching import asking
from foretaste.matching import queries as finding
from foretaste.matching.queries import Question
from foretaste.money.fees import fee_on
from foretaste.opportunities import actions, costs, queries
from foretaste.syndication import queries as syndication
from foretaste.web.middleware import ActingRequest
from foretaste.web.postings import feeding, sharing
from foretaste.web.postings.finding import chosen_in, drawn, groups_of, lines_of
from foretaste.web.postings.forms import QuestionForm, SearchForm, without
from foretaste.web.postings.outward import as_strangers_read_it
from foretaste.web.postings.replies import ReportReplyForm, reply_under
from foretaste.web.rendering import say_refusal, see_other, unfilled

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity

A_PAGE = 20
CLOSEST = 3
A_GLANCE = 200  # of which the closest are taken


# What stands for the two free texts while a form is drawn: characters of the private use area, which mean nothing.
TYPED = {"q": "\ue000q\ue001", "place": "\ue000place\ue001"}
SHORTEST = 80  # characters, the least of what the two may have


def _search_form(asked: QueryDict) -> SafeString:
    """Draw the form with what was asked. Forms that differ in nothing but the two texts are drawn once."""
    choices = tuple((name, tuple(asked.getlist(name))) for name in SearchForm.base_fields if name not in TYPED)
    texts = {name: asked.get(name, "") for name in TYPED}
    drawn = _drawn_once(choices, get_language()) if not any(map(_is_unreadable, texts.values())) else None
    if drawn is None:
        form = SearchForm(asked)
        return _drawn(form, is_open=bool(form.errors))
    for name, placeholder in TYPED.items():
        drawn = drawn.replace(placeholder, escape(texts[name]))
    return mark_safe(drawn)  # noqa: S308 - what was typed is escaped above


def _is_unreadable(text: str) -> bool:
    """Tell whether a text may be one that the form refuses, and says why."""
    return len(text) > SHORTEST or "\x00" in text


@lru_cache(maxsize=512)
def _drawn_once(choices: tuple[tuple[str, tuple[str, ...]], ...], language: str | None) -> str | None:
    """Draw the form with two placeholders for its texts; None where a choice can't be read."""
    asked = QueryDict(mutable=True)
    for name, values in choices:
        asked.setlist(name, list(values))
    asked.update(TYPED)
    form = SearchForm(asked)
    return None if form.errors else str(_drawn(form))


def _drawn(form: SearchForm, *, is_open: bool = False) -> SafeString:
    """Draw it with filters folded, on a phone all of them: what is chosen stands over the results."""
    return render_to_string("postings/search.html", {"form": form, "is_open": is_open})


@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """Find one that fits. Links and a plain form; htmx swaps the results, or adds twenty more."""
    acting = cast(ActingRequest, request)
    by, at = acting.actor, acting.at
    is_asked = bool(request.GET.keys() - {"after"})
    read = asking.read(request.META.get("QUERY_STRING", "")) if is_asked else asking.NOTHING
    question = read.question
    after = request.GET.get("after", "")
    answer = finding.search(question, by=by, at=at, size=A_PAGE, after=after, apart=True)
    target = request.headers.get("HX-Target", "")
    dropped = without(question)
    context: dict[str, Any] = {
        "search_form": "" if target else _search_form(request.GET),
        "lines": lines_of(answer, by=by, at=at),
        "following": answer.following,
        "is_first": not after,
        "count": answer.count,
        "is_more": answer.is_more,
        "own": answer.facets.own,
        "is_partly_sorted": answer.is_more
        and question.sorted_by != "newest"
        and (bool(dropped) or question.sorted_by != "soonest"),
        "is_filtered": bool(dropped),
        "chosen": chosen_in(read),
        "question": question,
        "keep": feeding.links_to_keep(read.canonical),
        "feeds": feeding.links_in_head(read.canonical),
        "at": at,
    }
    is_hopeless = not answer.count and _words_find_nothing(question, by, at)
    if target != "more" and not is_hopeless:
        groups = groups_of(question, answer, request.GET, by=by, at=at)
        context["groups"] = drawn(groups)
    if not answer.count:
        narrower = dropped[-1:] if is_hopeless else dropped
        context |= _closest(narrower, by, at) | {"meant": finding.meant(question.text) if question.text else None}
    template = {"results": "postings/results.html", "more": "postings/more.html"}.get(target, "postings/list.html")
    response = render(request, template, context)
    response["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def _words_find_nothing(question: Question, by: Actor, at: dt.datetime) -> bool:
    """Tell whether no filter stands in the way: the words alone find nothing either."""
    alone = Question(text=question.text)
    return bool(question.text) and (question == alone or not finding.is_anything_found(alone, by=by, at=at))


def _closest(narrower: list[tuple[str, Question]], by: Actor, at: dt.datetime) -> dict[str, Any]:
    """Return the three that come closest, and the name of the one filter that has to be dropped for them."""
    for name, wider in narrower:
        answer = finding.search(wider, by=by, at=at, size=CLOSEST, among=A_GLANCE)
        if answer.count:
            return {"closest": lines_of(answer, by=by, at=at), "dropped": name}
    anything = finding.search(Question(), by=by, at=at, size=CLOSEST, among=A_GLANCE) if narrower else None
    return {"closest": lines_of(anything, by=by, at=at) if anything else []}


def _context(request: HttpRequest, opportunity: Opportunity, form: QuestionForm | None = None) -> dict[str, Any]:
    acting = cast(ActingRequest, request)
    by = acting.actor
    currency = opportunity.currency or "EUR"
    pay, bonus = opportunity.day_pay_minor, list(opportunity.exit_bonus_minor)
    days = list(opportunity.days.all())
    leaving = []
    for number in range(1, len(pay) + 1):
        extra = bonus[number - 1] if number < len(pay) and number <= len(bonus) else 0
        leaving.append(
            {
                "day": number,
                "worked": Amount(sum(pay[:number]), currency),
                "bonus": Amount(extra, currency) if extra else None,
                "total": Amount(costs.exit_pays(pay, bonus, number), currency),
                "is_last": number == len(pay),
            }
        )
    funded = [seat for seat in opportunity.seats.all() if seat.funded_at and seat.state in ("funded", "offered")]
    own = None
    if by.is_intern and by.person_id:
        own = queries.applications_visible_to(by).filter(opportunity=opportunity).order_by("-id").first()
    is_open = opportunity.is_open and bool(opportunity.closes_at and opportunity.closes_at > acting.at)
    answered = queries.questions_visible_to(by).filter(opportunity=opportunity)
    held = Amount(funded[0].pay_minor + funded[0].fee_minor, currency) if funded else None
    if opportunity.is_draft and any(pay):  # as it will be: nothing is published before it is funded
        held = Amount(sum(pay) + fee_on(Amount(sum(pay), currency), opportunity.fee_basis_points).minor, currency)
    return {
        "opportunity": opportunity,
        "company": opportunity.organization,
        "currency": currency,
        "days": days,
        "doors": [{"state": "offer", "day": day} for day in days],
        "leaving": leaving,
        "has_pay": bool(opportunity.currency and any(pay)),
        "has_bonus": any(one["bonus"] for one in leaving),
        "held": held,
        "held_since": min((seat.funded_at for seat in funded if seat.funded_at), default=acting.at),
        "is_open": is_open,
        "is_preview": opportunity.is_draft,
        "own": own,
        "may_ask": is_open and not by.is_company and not by.is_operator,
        "questions": [one for one in answered if one.answer and one.is_public],
        "own_questions": [one for one in answered if one.asked_by_id == by.person_id and not one.is_public],
        "question_form": form or unfilled(QuestionForm),
        "record": (record := insights.record_of(opportunity.organization_id)),
        "reply": reply_under(record, opportunity.organization_id),
        "alike": [] if is_open or opportunity.is_draft else queries.alike(opportunity, acting.at),
        "holidays": queries.holidays_of(opportunity),
        "is_own_company": by.is_company and by.organization_id == opportunity.organization_id,
    }


def _visible(request: HttpRequest, opportunity_id: str) -> Opportunity:
    return queries.posting_visible_to(cast(ActingRequest, request).actor, opportunity_id)


@require_safe
def posting(request: HttpRequest, opportunity_id: str) -> HttpResponse:
    """Decide: the work, the days, the pay by leaving day, the people, the company's record."""
    opportunity = _visible(request, opportunity_id)
    context = _context(request, opportunity)
    if context["is_open"] and opportunity.organization.suspended_at is None:
        shared, written = as_strangers_read_it(opportunity)
        context |= {"posting": shared, "markup": written, "site": {"home": syndication.home()}}
        context |= {"share": sharing.link_of(request, shared), "sent_by": sharing.sender_of(request, shared)}
    return render(request, "postings/posting.html", context)


@require_POST
def ask_question(request: HttpRequest, opportunity_id: str) -> HttpResponse:
    """Ask the company something about an open posting."""
    acting = cast(ActingRequest, request)
    opportunity = _visible(request, opportunity_id)
    if not request.user.is_authenticated:
        return see_other(f"/account/login/?next={request.path.removesuffix('questions')}")
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_question(
                opportunity_id=opportunity_id, text=form.cleaned_data["text"], by=acting.actor, at=acting.at
            )
        except Refused as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(
                request,
                _("Sent. You get a mail when %(company)s answers.") % {"company": opportunity.organization.name},
            )
            return see_other("postings:posting", opportunity_id)
    context = _context(request, opportunity, form) | {"form": form}
    return render(request, "postings/posting.html", context, status=422)


@require_safe
def company(request: HttpRequest, slug: str) -> HttpResponse:
    """A company's public, computed record, and what it has open."""
    acting = cast(ActingRequest, request)
    found = accounts.companies_visible_to(acting.actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    context = {
        "company": found,
        "record": (record := insights.record_of(found.pk)),
        "reply": reply_under(record, found.pk),
        "report_form": unfilled(ReportReplyForm),
        "postings": queries.record_of(found.pk),
        "trials": queries.askable(acting.at).filter(organization=found)[:A_PAGE],
    }
    return render(request, "postings/company.html", context)
