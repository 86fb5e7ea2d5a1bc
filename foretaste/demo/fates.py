"""What becomes of a trial in the demo world: one method per fate in the script, each written as a life goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from foretaste.accounts.actors import CLOCK, VISITOR, Actor
from foretaste.core import calendars
from foretaste.demo import paying
from foretaste.demo.script import Part
from foretaste.evaluations import actions as evaluations
from foretaste.evaluations import farewells, questions, reports
from foretaste.evaluations import queries as of_evaluations
from foretaste.evaluations.sealing import Side
from foretaste.money import actions as pay
from foretaste.money import queries as money
from foretaste.records import asking
from foretaste.trials import actions as trials
from foretaste.trials import queries
from foretaste.trials.lifecycle import Kind, Outcome

if TYPE_CHECKING:
    from foretaste.demo.world import Posting
    from foretaste.trials.models import Case, Trial

LOGS = (
    "Read the brief twice, asked three questions, started.",
    "Half done; the second list was worse than the first.",
    "Showed it, changed what was unclear, handed it over.",
    "Wrote down what I would do next.",
    "Done. Said thank you.",
)
# What is said afterwards, by whether they would go on; who says which hangs on the name. Ticks are places on the scales.
SAID: dict[tuple[Side, bool], tuple[tuple[str, str, str], ...]] = {
    (Side.INTERN, True): (
        ("Somebody sat next to me and answered without sighing.", "A written list of who knows what.", "Ask early. They like it."),
        ("I saw where my work went the same afternoon.", "The second day began without a plan.", "Bring your own headphones."),
        ("Lunch with everybody, and nobody talked shop at me.", "", "Say when you are stuck; they notice late."),
        ("Real data, with all its dirt.", "One more hour for questions at the end.", ""),
        ("They tried what I proposed while I was there.", "The laptop took until eleven.", "Read the brief the evening before."),
    ),
    (Side.INTERN, False): (
        ("The people were kind.", "The work was another than the posting said.", "Ask what the days really hold."),
        ("Paid within a day.", "Nobody had time before the afternoon.", "Fix a time with the host first."),
        ("I know now what I don’t want to do.", "Say how loud the place is.", ""),
        ("", "The brief changed twice on the first day.", "Have them write down what done means."),
    ),
    (Side.COMPANY, True): (
        ("The list was clean and the odd ones were marked.", "Show the rough version on day one.", "Try the same with a messier source."),
        ("Asked the question we had stopped asking.", "Write less, point more.", "Work beside somebody who disagrees with you."),
        ("Everybody understood the page at once.", "Say sooner when a tool is missing.", ""),
        ("Took the second round as calmly as the first.", "", "A longer piece, with a deadline of your own."),
        ("Two of three findings are in use today.", "Check figures against the source once more.", "Teach it to somebody: you explain well."),
    ),
    (Side.COMPANY, False): (
        ("A good first morning.", "Ask for the brief in writing when it is unclear.", "Something with fewer tables."),
        ("Neat notes.", "Say what you would rather do; we could have changed it.", ""),
        ("", "Begin with the smallest piece that can be shown.", "A place with a bigger team to ask."),
    ),
}  # fmt: skip
TICKS = {
    True: ((2, 3, 3, 2, 3), (3, 2, 3, 3, 2), (3, 3, 2, 1, 3), (2, 2, 3, 4, 3)),
    False: ((1, 2, 0, 1, 0), (0, 1, 1, 2, 1), (1, 0, 2, 1, 4)),
}
THANKS = (
    "Thank you for the three days. The list hangs in the workshop now.",
    "It was good to have you here. Come by when you are in town.",
    "Thank you for asking what nobody asked. We changed it.",
)

SIGNED = {  # who sent the exit note with their name: words, thanks
    "Fien Lemmens": (
        "Half of the parts have two numbers. Print both on the label, and nobody needs the list.",
        "Thank you for the tour of the workshop.",
    ),
    "Hajar Idrissi": (
        "The posting says frames; the day was mostly stock-taking. Let people choose one of the two.",
        "Lunch with the welders was the best part.",
    ),
}


class Fates:
    """One part, from the offer on."""

    def __init__(self, posting: Posting, part: Part, offer_id: str) -> None:
        self.posting, self.part, self.offer_id = posting, part, offer_id
        self.trial_id = ""

    # --- who and when ---------------------------------------------------------------------------
    @property
    def intern(self) -> Actor:
        return self.posting.world.intern(self.part.intern)

    @property
    def host(self) -> Actor:
        return self.posting.world.staff(self.posting.company, self.posting.company.host)

    @property
    def recruiter(self) -> Actor:
        return self.posting.by

    @property
    def trial(self) -> Trial:
        return queries.trial_of(self.trial_id, CLOCK)

    def case(self, kind: Kind) -> Case:
        return queries.cases_visible_to(CLOCK).get(trial__public_id=self.trial_id, kind=kind)

    def on(self, day: int, time: str, line: Callable[[dt.datetime], object]) -> None:
        """Write a line for a day of the trial (1 is the first) at a time of the place; never one past today."""
        moment = self.posting.at(self.posting.days[day - 1], time)
        if moment <= self.posting.world.today:
            self.posting.world.stage.on(moment, line)

    def after_end(self, line: Callable[[dt.datetime], object], **later: float) -> None:
        moment = self.posting.at(self.posting.days[-1], "19:00") + dt.timedelta(**later)
        if moment <= self.posting.world.today:
            self.posting.world.stage.on(moment, line)

    # --- the beginning --------------------------------------------------------------------------
    def agree(self, at: dt.datetime) -> None:
        self.trial_id = trials.agree(offer_id=self.offer_id, by=self.intern, at=at).public_id
        if self.part.intern not in {"Imani Clarke"}:  # who has not said yet where the money goes
            self.posting.save_account(self.part.intern, at)
        getattr(self, self.part.fate)()
        if self.posting.plot.week < -4:  # later ones wait for the payroll, and one can see how that looks
            self.after_end(self.confirm_payroll, days=9)
        if self.part.intern_yes is not None:
            self.after_end(lambda at: self.evaluate(Side.INTERN, bool(self.part.intern_yes), at), hours=20)
        if self.part.company_yes is not None:
            self.after_end(lambda at: self.evaluate(Side.COMPANY, bool(self.part.company_yes), at), hours=41)
        if self.part.intern_yes and self.part.company_yes:
            self.after_end(self.offer_the_role, days=4)
            self.after_end(self.keep_in_touch, days=3)

    def start(self, day: int, *, by_host: bool = False) -> None:
        hour = self.posting.work.starts
        begin = dt.datetime.combine(self.posting.days[day - 1], hour)
        time = (begin - dt.timedelta(minutes=4)).strftime("%H:%M")
        if by_host:
            self.on(day, time, lambda at: trials.mark_arrived(trial_id=self.trial_id, day=day, by=self.host, at=at))
        else:
            self.on(day, time, lambda at: trials.check_in(trial_id=self.trial_id, day=day, by=self.intern, at=at))

    def work(self, *days: int) -> None:
        """Start each day, write the log, mark the checkpoint."""
        for day in days:
            self.start(day, by_host=day == 2)
            self.on(
                day,
                "13:40",
                lambda at, day=day: trials.log_work(  # type: ignore[misc]
                    trial_id=self.trial_id, day=day, text=LOGS[day - 1], by=self.intern, at=at
                ),
            )

    def whole(self) -> None:
        self.work(*range(1, len(self.posting.days) + 1))

    def leave(self, at: dt.datetime) -> None:
        self.posting.world.stage.money_moves(at + dt.timedelta(minutes=1))
        self.posting.world.stage.money_moves(at + dt.timedelta(minutes=34))
        left = queries.if_you_leave_now(self.trial, at)
        trials.exit_trial(trial_id=self.trial_id, expected_minor=left.sums.paid_total, by=self.intern, at=at)
        if self.part.note:
            later = at + dt.timedelta(hours=3)
            self.posting.world.stage.on(later, self.write_note)

    def write_note(self, at: dt.datetime) -> None:
        text, thanks = SIGNED.get(self.part.intern, ("", ""))
        advice = ["describe", "time"] if self.part.note == "not_as_described" else ["time"]
        evaluations.write_exit_note(
            trial_id=self.trial_id,
            reasons=[self.part.note],
            advice=advice,
            text=text,
            thanks=thanks,
            signed=bool(text),
            by=self.intern,
            at=at,
        )

    def confirm_payroll(self, at: dt.datetime) -> None:
        """In employee mode the company's payroll has paid: finance says so."""
        for due in money.payroll_visible_to(self.recruiter).filter(trial_id=self.trial_id, confirmed_at=None):
            pay.confirm_payroll(due_id=due.public_id, note="In the month's payroll", by=self.recruiter, at=at)

    # --- the fates ------------------------------------------------------------------------------
    def completes(self) -> None:
        self.whole()
        over = dt.datetime.combine(self.posting.days[-1], self.posting.work.ends)
        for minutes in (1, 3, 36):
            moment = calendars.moment(over.date(), (over + dt.timedelta(minutes=minutes)).time(), self.posting.zone)
            self.posting.world.stage.money_moves(moment)
        self.on(len(self.posting.days), "13:50", self.hand_over)

    def charged_back_and_won(self) -> None:
        """The company's bank takes its payment back while the trial runs, and gives it back: nobody in it notices."""
        self.completes()
        order = self.posting.order
        assert order is not None
        self.on(1, "10:10", lambda at: paying.take_back(order, at=at))
        self.on(2, "10:10", lambda at: paying.give_back(order, at=at))

    def hand_over(self, at: dt.datetime) -> None:
        trials.upload_deliverable(
            trial_id=self.trial_id,
            name="what-i-made.csv",
            content=b"item,result,confidence\n1,matched,high\n2,matched,low\n",
            note="The file, and a page on the odd ones.",
            by=self.intern,
            at=at,
        )

    def leaves_on_day_one(self) -> None:
        self.work(1)
        self.on(1, "14:20", self.leave)

    def leaves_on_day_two(self) -> None:
        self.work(1, 2)
        self.on(2, "15:05", self.leave)

    def leaves_between_days(self) -> None:
        self.work(1)
        self.on(1, "21:30", self.leave)

    def left_this_morning(self) -> None:
        self.work(1, 2)
        moment = self.posting.world.today - dt.timedelta(minutes=25)
        self.start(3)
        self.posting.world.stage.on(moment, self.leave)

    def ended_early(self) -> None:
        self.work(1)
        self.on(1, "15:30", lambda at: trials.end_early(trial_id=self.trial_id, note="", by=self.recruiter, at=at))

    def withdrawn_in_time(self) -> None:
        moment = self.posting.at(self.posting.days[0], "09:00") - dt.timedelta(days=3)
        self.posting.world.stage.on(
            moment,
            lambda at: trials.withdraw_company(
                trial_id=self.trial_id, note="The museum moved the test.", by=self.recruiter, at=at
            ),
        )

    def withdrawn_late(self) -> None:
        moment = self.posting.at(self.posting.days[0], "07:00") - dt.timedelta(hours=14)
        self.posting.world.stage.on(
            moment,
            lambda at: trials.withdraw_company(
                trial_id=self.trial_id, note="The oven broke.", by=self.recruiter, at=at
            ),
        )

    def never_comes(self) -> None:
        """No check-in, no word: the clock closes it after the time to claim."""

    def company_absent(self) -> None:
        self.start(1)
        self.on(
            1, "10:30", lambda at: trials.report_company_no_show(trial_id=self.trial_id, day=1, by=self.intern, at=at)
        )

    def claims_a_day(self) -> None:
        """Forgets to check in on day two; the company has not answered the claim yet."""
        self.work(1)
        self.on(
            2,
            "18:00",
            lambda at: trials.claim_check_in(
                trial_id=self.trial_id, day=2, reason="I was at the ovens from eight and forgot.", by=self.intern, at=at
            ),
        )
        self.on(2, "20:10", self.grant_the_claim)

    def grant_the_claim(self, at: dt.datetime) -> None:
        case = self.case(Kind.MISSED_CHECK_IN)
        trials.answer_claim(case_id=case.public_id, agrees=True, answer="Yes, she was there.", by=self.recruiter, at=at)

    def told_to_leave_upheld(self) -> None:
        self.work(1)
        self.on(1, "11:30", self.leave)
        self.on(1, "13:00", self.say_told_to_leave)
        self.on(1, "16:00", self.uphold)

    def uphold(self, at: dt.datetime) -> None:
        case = self.case(Kind.TOLD_TO_LEAVE)
        trials.rule_case(
            case_id=case.public_id,
            outcome=Outcome.FOR_INTERN,
            reason="The host's own message asks her to go.",
            by=self.posting.world.operator,
            at=at,
        )

    def told_to_leave_open(self) -> None:
        self.work(1)
        self.on(1, "18:40", self.leave)
        self.on(1, "19:30", self.say_told_to_leave)
        self.posting.world.stage.on(self.posting.world.today - dt.timedelta(hours=20), self.report_pressure)

    def say_told_to_leave(self, at: dt.datetime) -> None:
        trials.say_told_to_leave(
            trial_id=self.trial_id, reason="They said there was no more work for me.", by=self.intern, at=at
        )

    def sent_away(self) -> None:
        self.work(1)
        self.on(
            1,
            "14:40",
            lambda at: trials.send_away(
                trial_id=self.trial_id,
                reason="Went behind the ovens without shoes, after being told twice.",
                by=self.recruiter,
                at=at,
            ),
        )

    def start_contested(self) -> None:
        self.work(1, 3)
        self.start(2)
        self.start(4)
        self.on(
            3,
            "17:00",
            lambda at: trials.contest_start(
                trial_id=self.trial_id, day=3, reason="Nobody saw him on Wednesday.", by=self.host, at=at
            ),
        )

    def under_way_on_day_two(self) -> None:
        self.work(1, 2)
        self.on(1, "15:40", self.ask_a_colleague)

    def waits_for_day_four(self) -> None:
        self.work(1, 2, 3)

    def agreed(self) -> None:
        """Signed; the first day lies ahead."""

    # --- afterwards -----------------------------------------------------------------------------
    def evaluate(self, side: Side, yes: bool, at: dt.datetime) -> None:
        number = sum(map(ord, self.part.intern))
        by = self.intern if side is Side.INTERN else self.host
        card = of_evaluations.evaluation_page(trial_id=self.trial_id, by=by, at=at).card(side)
        scale = TICKS[yes][number % len(TICKS[yes])]
        answers = {
            one.key: one.values[scale[place % len(scale)]]
            for place, one in enumerate(card.criteria)
            if len(one.values) > 3
        }
        answers["told_them"] = questions.TOLD_THEM.values[number % 3]
        if side is Side.INTERN:
            answers["go_back"] = ("yes", "yes", "perhaps")[number % 3] if yes else ("no", "perhaps")[number % 2]
        said = SAID[side, yes]
        answers |= dict(zip(("good", "better", "next"), said[number % len(said)], strict=True))
        evaluations.submit_evaluation(trial_id=self.trial_id, answers=answers, decision=yes, by=by, at=at)

    def keep_in_touch(self, at: dt.datetime) -> None:
        """Both want it, and the company says thank you."""
        number = sum(map(ord, self.part.intern))
        intern, host = self.posting.world.people[self.part.intern], self.posting.company.host
        for by, contact in ((self.intern, intern.email), (self.host, f"{host.name}, {self.posting.company.website}")):
            farewells.keep_in_touch(trial_id=self.trial_id, contact=contact, by=by, at=at)
        farewells.send_thanks(trial_id=self.trial_id, text=THANKS[number % len(THANKS)], by=self.host, at=at)

    def report_pressure(self, at: dt.datetime) -> None:
        """Say to a person what happened. It waits to be read."""
        reports.report_danger(
            trial_id=self.trial_id,
            kind="pressure",
            text="After I said that I had been told to go, somebody of the team rang me twice and asked me to take it back.",
            by=self.intern,
            at=at,
        )

    def ask_a_colleague(self, at: dt.datetime) -> None:
        """Ask somebody there how it goes; they answer by the link the next morning."""
        colleague = self.posting.company.staff[-1].name
        asked = asking.ask_for_feedback(
            trial_id=self.trial_id,
            asked_of=colleague,
            question="What should I do differently tomorrow?",
            by=self.intern,
            at=at,
        )

        def answer(at: dt.datetime) -> None:
            asking.give_feedback(
                link_key=asked.link_key,
                said_by=colleague,
                good="You asked before you guessed, every time.",
                better="Show me the half-done list; I would have saved you an hour.",
                by=VISITOR,
                at=at,
            )

        self.on(2, "08:40", answer)

    def offer_the_role(self, at: dt.datetime) -> None:
        evaluations.offer_conversion(
            trial_id=self.trial_id,
            kind="job",
            role=self.posting.work.could_lead_to.split(",")[0],
            text="We would like you to come back, on a contract this time.",
            by=self.recruiter,
            at=at,
        )
        if self.part.hired:
            later = at + dt.timedelta(days=1)
            if later <= self.posting.world.today:
                self.posting.world.stage.on(later, self.accept_the_role)

    def accept_the_role(self, at: dt.datetime) -> None:
        evaluations.answer_conversion(trial_id=self.trial_id, accept=True, by=self.intern, at=at)
