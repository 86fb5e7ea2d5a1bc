"""Letters about postings, questions, applications, offers."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from foretaste.messaging import paths
from foretaste.messaging.formats import date, moment, money
from foretaste.messaging.letter import Letter
from foretaste.opportunities.terms import Terms


def question_asked(*, title: str, text: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="question_asked",
        subject=_("Somebody asks about {title}").format(title=title),
        lines=(f"“{text}”",),
        do=_("Answer"),
        path=paths.posting_tasks(opportunity_id),
    )


def question_answered(*, title: str, text: str, answer: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="question_answered",
        subject=_("Your question about {title} is answered").format(title=title),
        lines=(_("You asked: “{text}”").format(text=text), f"“{answer}”"),
        do=_("See the trial"),
        path=paths.opportunity(opportunity_id),
    )


def wage_to_confirm(*, title: str, company: str) -> Letter:
    """To the operator: no wage is known for the place, it is much above it, or the company is new."""
    return Letter(
        kind="wage_to_confirm",
        subject=_("A pay waits for your word: {title}").format(title=title),
        lines=(
            _("No minimum wage is known for its place, its pay is unusually high, or the company is new here."),
            _("It can’t be funded until you have looked."),
        ),
        rows=((_("Company"), company),),
        do=_("Look at the pay"),
        path=paths.WAGES,
    )


def wage_confirmed(*, title: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="wage_confirmed",
        subject=_("The pay of {title} is confirmed").format(title=title),
        lines=(_("You can fund a seat now; with the first one funded it is shown."),),
        do=_("Fund a seat"),
        path=paths.posting_tasks(opportunity_id),
    )


def wage_not_confirmed(*, title: str, note: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="wage_not_confirmed",
        subject=_("The pay of {title} needs a change").format(title=title),
        lines=(note,),
        do=_("Change the pay"),
        path=paths.posting_tasks(opportunity_id),
    )


def application_submitted(*, title: str, candidate: str, answer_by: dt.date, application_id: str) -> Letter:
    return Letter(
        kind="application_submitted",
        subject=_("{candidate} asks for {title}").format(candidate=candidate, title=title),
        lines=(_("Everyone gets an answer. This one is due by {date}.").format(date=date(answer_by)),),
        do=_("Read and answer"),
        path=paths.candidate(application_id),
    )


def application_answered(*, title: str, company: str, came: bool, note: str) -> Letter:
    said = (
        _("{company} has chosen someone else for {title}.")
        if came
        else _("{company} did not answer by its date, so {title} is closed for you. That counts against its record.")
    )
    return Letter(
        kind="application_answered",
        subject=_("Not this time: {title}").format(title=title),
        lines=tuple(line for line in (said.format(company=company, title=title), f"“{note}”" if note else "") if line),
        do=_("See trials that are open"),
        path=paths.FIND,
    )


def invited(*, title: str, company: str, words: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="invited",
        subject=_("{company} would like to see you for {title}").format(company=company, title=title),
        lines=(f"“{words}”",) if words else (),
        do=_("See the trial"),
        path=paths.opportunity(opportunity_id),
    )


def applied_elsewhere(*, name: str, title: str, company: str, channel: str, opportunity_id: str) -> Letter:
    """To somebody who applied on another site: here one answers three questions, and needs no CV."""
    return Letter(
        kind="applied_elsewhere",
        subject=_("{title} at {company}: three short questions are left").format(title=title, company=company),
        lines=(
            _("Hello {name},").format(name=name) if name else _("Hello,"),
            _(
                "you applied for this paid trial on {channel}. Here it takes no CV: answer three short questions, and"
                " {company} answers you."
            ).format(channel=channel, company=company),
        ),
        after=(
            _(
                "We kept nothing of what you sent there, and your address only for this mail. If it wasn’t you, there"
                " is nothing to do."
            ),
        ),
        do=_("Answer the three questions"),
        path=paths.ask(opportunity_id),
    )


def invitation_declined(*, title: str, candidate: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="invitation_declined",
        subject=_("{candidate} lets {title} go").format(candidate=candidate, title=title),
        lines=(_("The seat and its money are free for somebody else."),),
        do=_("See the candidates"),
        path=paths.posting_tasks(opportunity_id),
    )


def _terms_rows(terms: Terms) -> tuple[tuple[str, str], ...]:
    days = tuple(
        (
            _("Day {number}").format(number=day.number),
            f"{date(dt.date.fromisoformat(day.on))}, {day.starts}–{day.ends}, {money(day.pay_minor, terms.currency)}",
        )
        for day in terms.days
    )
    return (*days, (_("Together, before tax"), money(terms.full_pay_minor, terms.currency)))


def welcomed(*, terms: Terms, offer_id: str, answer_by: dt.datetime) -> Letter:
    return Letter(
        kind="welcomed",
        subject=_("You are welcome at {company}").format(company=terms.company.name),
        lines=(
            terms.title,
            _("All of the money is held already. A day you start is a day you are paid, and you may leave any time."),
            _("Answer by {when}.").format(when=moment(answer_by, terms.place.time_zone)),
        ),
        rows=_terms_rows(terms),
        do=_("Read it and answer"),
        path=paths.offer(offer_id),
    )


def offer_is_lapsing(*, terms: Terms, offer_id: str, answer_by: dt.datetime) -> Letter:
    when = moment(answer_by, terms.place.time_zone)
    return Letter(
        kind="offer_is_lapsing",
        subject=_("{company} waits for your answer").format(company=terms.company.name),
        lines=(_("The offer of {title} lapses on {when}.").format(title=terms.title, when=when),),
        do=_("Read it and answer"),
        path=paths.offer(offer_id),
    )


def offer_lapsed(*, title: str, candidate: str, opportunity_id: str, of_company: bool) -> Letter:
    if of_company:
        return Letter(
            kind="offer_lapsed",
            subject=_("{candidate} did not answer").format(candidate=candidate),
            lines=(_("The offer of {title} has lapsed. The money stays with the seat.").format(title=title),),
            do=_("See the candidates"),
            path=paths.posting_tasks(opportunity_id),
        )
    return Letter(
        kind="offer_lapsed",
        subject=_("The offer of {title} has lapsed").format(title=title),
        lines=(_("Its date has passed. Nothing else follows from that."),),
        do=_("See trials that are open"),
        path=paths.FIND,
    )


def offer_declined(*, title: str, candidate: str, opportunity_id: str) -> Letter:
    return Letter(
        kind="offer_declined",
        subject=_("{candidate} lets {title} go").format(candidate=candidate, title=title),
        lines=(_("The money stays with the seat, for somebody else."),),
        do=_("See the candidates"),
        path=paths.posting_tasks(opportunity_id),
    )


def offer_withdrawn(*, title: str, company: str) -> Letter:
    return Letter(
        kind="offer_withdrawn",
        subject=_("{company} has taken its offer back").format(company=company),
        lines=(_("It was about {title}. You had not signed, so nothing is owed either way.").format(title=title),),
        do=_("See trials that are open"),
        path=paths.FIND,
    )


def applications_paused(*, because: str) -> Letter:
    return Letter(
        kind="applications_paused",
        subject=_("Your new applications are paused"),
        lines=(
            _("Three trials of yours ended because you did not come, and no word of yours explained it."),
            because,
            _("Signed trials, what you asked for before, invitations and your pay go on. No company is told."),
        ),
        do=_("Object to it"),
        path=paths.MY_PAUSE,
        after=(_("Say what happened, if you like: a person reads it and answers you."),),
    )


def pause_objected_to() -> Letter:
    return Letter(
        kind="pause_objected_to",
        subject=_("Somebody objects to a pause"),
        lines=(_("An intern whose new applications are paused has said why that should end. It waits for an answer."),),
        do=_("Read it and answer"),
        path=paths.NO_SHOWS,
    )


def pause_answered(*, is_lifted: bool, answer: str) -> Letter:
    if is_lifted:
        return Letter(
            kind="pause_answered",
            subject=_("You can ask for trials again"),
            lines=(_("Your new applications are no longer paused."), answer),
            do=_("Find a trial"),
            path=paths.FIND,
        )
    return Letter(
        kind="pause_answered",
        subject=_("Your new applications stay paused"),
        lines=(_("Your objection was read, and this is the answer."), answer),
        do=_("See where it stands"),
        path=paths.MY_PAUSE,
        after=(_("Signed trials, what you asked for before, invitations and your pay go on. No company is told."),),
    )
