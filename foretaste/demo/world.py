"""The demo world's director: turns the script into lines on the stage, each of them a real action."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import actor_for
from foretaste.advice import actions as advice
from foretaste.advice.private import Grounds, Wish
from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.demo import elsewhere, hiring
from foretaste.demo import people as cast
from foretaste.demo.companies import COMPANIES, Company, Staff, Work
from foretaste.demo.fates import Fates
from foretaste.demo.paying import pay_for
from foretaste.demo.script import PLOTS, Part, Plot
from foretaste.demo.skills import codes_of
from foretaste.demo.stage import Stage
from foretaste.matching import recommending
from foretaste.money import actions as money
from foretaste.money import correcting, issuing
from foretaste.opportunities import actions as opportunities
from foretaste.trials import queries as trials

if TYPE_CHECKING:
    from foretaste.accounts.models import Organization, Person
    from foretaste.money.models import FundingOrder

OPERATOR = "Robin Castle"
SECOND_OPERATOR = "Wren Holloway"
BEGINS_WEEKS_BEFORE = 18


class World:
    """Everybody and everything, by their names in the script."""

    def __init__(self, today: dt.datetime, say: Callable[[str], None]) -> None:
        self.today = today
        self.stage = Stage(say)
        self.people: dict[str, Person] = {}
        self.companies: dict[str, Organization] = {}
        self.monday = calendars.local_date(today, "Europe/Brussels")
        self.monday -= dt.timedelta(days=self.monday.weekday())
        self.words = itertools.count()

    # --- who acts ---------------------------------------------------------------------------
    @property
    def operator(self) -> Actor:
        return actor_for(self.people[OPERATOR])

    def intern(self, name: str) -> Actor:
        return actor_for(self.people[name], as_intern=True)

    def staff(self, company: Company, who: Staff | None = None) -> Actor:
        return actor_for(self.people[(who or company.owner).name], self.companies[company.key].public_id)

    # --- the beginning ------------------------------------------------------------------------
    def write(self) -> None:
        """Write every line of the script on the stage."""
        start = self.today - dt.timedelta(weeks=BEGINS_WEEKS_BEFORE)
        self.stage.on(start, self.open_the_doors)
        for plot in PLOTS:
            company = next(one for one in COMPANIES if one.key == plot.company)
            work = next(one for one in company.works if one.key == plot.work)
            Posting(self, plot, company, work).write()
        self.stage.on(self.today - dt.timedelta(hours=30), self.leave_drafts)
        self.stage.on(self.today - dt.timedelta(days=9, hours=3), lambda at: self.put_right("harbor", "25", "USD", at))
        self.stage.on(self.today - dt.timedelta(hours=20), lambda at: self.put_right("brightwater", "120", "GBP", at))
        self.stage.on(self.today - dt.timedelta(hours=28), lambda at: elsewhere.show(at, self.operator))
        self.stage.on(self.today - dt.timedelta(hours=26), self.tell_of_hires)
        self.stage.on(self.today - dt.timedelta(hours=15), self.say_what_fits)
        self.stage.on(self.today - dt.timedelta(hours=14), self.write_for_herself)

    def open_the_doors(self, at: dt.datetime) -> None:
        """The operator, the companies with their people, the interns."""
        for name in (OPERATOR, SECOND_OPERATOR):
            self.people[name] = accounts.appoint_operator(
                email=f"{name.lower().replace(' ', '.')}@demo.example", name=name, is_demo=True, by=CLOCK, at=at
            )
        self.say_who_sells(at)
        for company in COMPANIES:
            self.register(company, at)
        for intern in cast.EVERYONE:
            person = accounts.register_person(
                email=intern.email,
                name=intern.name,
                time_zone=intern.time_zone,
                address_is_verified=True,
                is_demo=intern in cast.INTERNS,
                by=CLOCK,
                at=at,
            )
            self.people[intern.name] = person
            accounts.edit_profile(
                headline=intern.headline,
                skills=", ".join(intern.skills),
                free_days=intern.free_days,
                by=self.intern(intern.name),
                at=at,
            )
            if intern in cast.INTERNS:
                codes = codes_of(intern.skills)
                accounts.confirm_own_skills(codes=codes, by=self.intern(intern.name), at=at)

    def say_what_fits(self, at: dt.datetime) -> None:
        """A few of them have said what they would like to try, and the market is fitted around them."""
        for name, said in cast.WISHES.items():
            recommending.say_what_fits(**said, by=self.intern(name), at=at)

    def tell_of_hires(self, at: dt.datetime) -> None:
        """Two companies have brought in whom they hired, and who left."""
        for company in COMPANIES:
            if company.key in hiring.ROUTES:
                hiring.tell(company.key, self.staff(company), at)

    def write_for_herself(self, at: dt.datetime) -> None:
        """What Amara wrote last evening, for her own eyes: which trials to try next, and what the first day was like."""
        amara, monday = self.intern("Amara Osei"), self.monday + dt.timedelta(weeks=3)
        grounds = Grounds("EUR", have=5.5, per_point=250, day_worth=175, latest=monday + dt.timedelta(days=25))
        advice.put_grounds(grounds=grounds, by=amara, at=at)
        for wish in (
            Wish(0, "Warehouse figures, Antwerp", 150, 3, 6.5, "some", monday, costs=54),
            Wish(0, "Museum shop, Ghent", 128, 2, 6, "much", monday + dt.timedelta(days=2)),
            Wish(0, "Tax office, Brussels", 165, 5, 5.5, "little", monday + dt.timedelta(days=7), costs=90),
            Wish(0, "Food co-operative, Ghent", 120, 2, 7, "some"),
        ):
            advice.put_wish(wish=wish, currency="EUR", by=amara, at=at)
        for trial in trials.visible_to(amara).filter(state="under_way"):
            grounds = Grounds(trial.currency, have=5, per_point=250, day_worth=110)
            advice.put_hopes(
                trial_id=trial.public_id, grounds=grounds, hope=6.5, doubt="some", chance=0.5, by=amara, at=at
            )
            advice.note_day(
                trial_id=trial.public_id,
                day=1,
                marks={"work": 4, "people": 3, "place": 4},
                note="Warm welcome, and the data is as messy as promised. Lunch alone.",
                by=amara,
                at=at,
            )

    def say_who_sells(self, at: dt.datetime) -> None:
        """What stands on the operator's invoices: invented, like its taxes."""
        issuing.write_seller(
            name="Foretaste Demo",
            address="1 Harbour Street\nDemo Town",
            country="DE",
            tax_id="DEMO-TAX-NUMBER",
            by=self.operator,
            at=at,
        )
        rules = [
            ("VAT", "19", "charged", "DE", ""),
            ("VAT", "0", "exempt", "", "A demo charges no tax outside its own country."),
        ]
        for name, rate, treatment, place, text in rules:
            issuing.write_tax_rule(
                name=name,
                rate=Decimal(rate),
                treatment=treatment,
                place=place,
                text=text,
                valid_from=at.date(),
                by=self.operator,
                at=at,
            )

    def put_right(self, company: str, sum: str, currency: str, at: dt.datetime) -> None:
        """Make an error good to a company: a small sum by one, a larger one waits for a second signature."""
        correcting.propose_correction(
            kind="make_good",
            company_id=self.companies[company].public_id,
            amount=Amount.from_major(sum, currency),
            reason="A posting stood a day too short.",
            by=self.operator,
            at=at,
        )

    def register(self, company: Company, at: dt.datetime) -> None:
        owner = company.owner
        self.people[owner.name] = accounts.register_person(
            email=owner.email,
            name=owner.name,
            is_intern=False,
            time_zone=company.time_zone,
            address_is_verified=True,
            is_demo=True,
            by=CLOCK,
            at=at,
        )
        organization = accounts.register_company(
            name=company.name,
            country=company.country,
            city=company.city,
            website=company.website,
            about=company.about,
            by=actor_for(self.people[owner.name]),
            at=at,
        )
        self.companies[company.key] = organization
        accounts.edit_company(
            organization_id=organization.public_id,
            mission=company.mission,
            values=company.values,
            recent_projects=company.recent_projects,
            a_day_here=company.a_day_here,
            welcome_kit=company.welcome_kit,
            safety_contact=company.safety_contact,
            by=self.staff(company),
            at=at,
        )
        accounts.verify_company(organization_id=organization.public_id, by=self.operator, at=at)
        for colleague in company.staff[1:]:
            self.people[colleague.name] = accounts.register_person(
                email=colleague.email,
                name=colleague.name,
                is_intern=False,
                time_zone=company.time_zone,
                address_is_verified=True,
                is_demo=True,
                by=CLOCK,
                at=at,
            )
            accounts.invite_colleague(
                organization_id=organization.public_id,
                email=colleague.email,
                name=colleague.name,
                title=colleague.title,
                roles=colleague.roles,
                by=self.staff(company),
                at=at,
            )
            accounts.join_company(
                organization_id=organization.public_id, by=actor_for(self.people[colleague.name]), at=at
            )

    def leave_drafts(self, at: dt.datetime) -> None:
        """Two drafts: one half done, one that waits for the operator to confirm the wage."""
        vela, kumo = COMPANIES[0], next(one for one in COMPANIES if one.key == "kumo")
        opportunities.draft_opportunity(
            title="One day in workshop planning",
            summary="Plan a Friday in the workshop, then watch it fall apart and repair it.",
            field="operations",
            country=vela.country,
            city=vela.city,
            time_zone=vela.time_zone,
            by=self.staff(vela),
            at=at,
        )
        posting = Posting(self, Plot("kumo", "nightbus", 3, TUESDAY_OF_PLOT), kumo, kumo.works[0])
        posting.draft(at)
        opportunities.request_confirmation(opportunity_id=posting.id, by=self.staff(kumo), at=at)


TUESDAY_OF_PLOT = 1


class Posting:
    """One plot: from the draft to what becomes of each part."""

    def __init__(self, world: World, plot: Plot, company: Company, work: Work) -> None:
        self.world, self.plot, self.company, self.work = world, plot, company, work
        self.id = ""
        self.order: FundingOrder | None = None
        self.days = self._days()
        self.zone = company.time_zone
        self.applications: dict[str, str] = {}

    def _days(self) -> list[dt.date]:
        """Return as many working days of the place as the work needs, from the plot's first day on."""
        day = self.world.monday + dt.timedelta(weeks=self.plot.week, days=self.plot.weekday)
        if self.work.weekend:
            return [day + dt.timedelta(days=number) for number in range(len(self.work.days))]
        found: list[dt.date] = []
        while len(found) < len(self.work.days):
            if calendars.is_working_day(day, self.company.country, self.company.region or None):
                found.append(day)
            day += dt.timedelta(days=1)
        return found

    def at(self, day: dt.date, time: str) -> dt.datetime:
        return calendars.moment(day, dt.time.fromisoformat(time), self.zone)

    @property
    def by(self) -> Actor:
        return self.world.staff(self.company)

    def write(self) -> None:
        """Post nineteen days ahead, choose, and let the parts play; what would lie ahead of today is left out."""
        first = self.days[0]
        posted = self.at(first - dt.timedelta(days=19), "10:00")
        latest = self.world.today - dt.timedelta(days=4)
        if posted > latest:
            posted = latest + (posted - latest) / 50
        on = self.world.stage.on
        on(posted, self.post)
        on(posted + dt.timedelta(minutes=20), self.confirm_if_asked)
        on(posted + dt.timedelta(minutes=40), self.fund)
        asked = posted + dt.timedelta(hours=5)
        if self.plot.week < 0:
            asked += dt.timedelta(hours=17 * (-self.plot.week * 3 % 7))  # some wait longer for the first to ask
        names = [part.intern for part in self.plot.parts]
        for name in (*names, *self.plot.askers, *self.plot.waiting, *self.plot.shortlisted):
            asked += dt.timedelta(hours=3, minutes=7)
            if name in self.plot.invited:
                on(asked - dt.timedelta(hours=2), self.inviting(name))
            on(asked, self.asking(name))
        for number, (name, question, answer) in enumerate(self.plot.questions):
            on(posted + dt.timedelta(hours=4, minutes=11 * number), self.questioning(name, question, answer))
        chosen = asked + dt.timedelta(hours=9)
        for name in self.plot.shortlisted:
            on(chosen - dt.timedelta(hours=1), self.shortlisting(name))
        for number, part in enumerate(self.plot.parts):
            on(chosen + dt.timedelta(minutes=9 * number), self.welcoming(part))
        for name in self.plot.askers:
            on(chosen + dt.timedelta(hours=2), self.declining(name))

    # --- the company posts ----------------------------------------------------------------------
    def post(self, at: dt.datetime) -> None:
        self.draft(at)

    def draft(self, at: dt.datetime) -> None:
        work, company = self.work, self.company
        self.id = opportunities.draft_opportunity(
            title=work.title,
            summary=work.summary,
            brief=work.brief,
            deliverable=work.deliverable,
            field=work.field,
            skills=list(work.skills),
            could_lead_to=work.could_lead_to,
            criteria=list(work.criteria),
            place_kind=work.place_kind,
            country=company.country,
            region=company.region,
            city=company.city,
            address=company.address,
            time_zone=company.time_zone,
            hide_names=self.plot.hide_names,
            by=self.by,
            at=at,
        ).public_id
        opportunities.plan_days(
            opportunity_id=self.id,
            days=[
                {
                    "on": on,
                    "starts": work.starts,
                    "ends": work.ends,
                    "break_minutes": work.break_minutes,
                    "title": day.title,
                    "plan": day.plan,
                    "items": [{"at": time, "what": what, "note": note} for time, what, note in day.items],
                }
                for on, day in zip(self.days, work.days, strict=True)
            ],
            answer_by=self.days[0] - dt.timedelta(days=3),
            by=self.by,
            at=at,
        )
        opportunities.confirm_skills(opportunity_id=self.id, codes=codes_of(work.skills), by=self.by, at=at)
        meet = [one for one in company.staff if one is not company.host]
        opportunities.name_people(
            opportunity_id=self.id,
            host_id=self.world.people[company.host.name].public_id,
            host_does=company.host.title,
            people=[{"name": one.name, "does": one.title} for one in meet],
            by=self.by,
            at=at,
        )
        opportunities.set_pay(
            opportunity_id=self.id,
            currency=company.currency,
            daily_pay_minor=Amount.from_major(work.daily_pay, company.currency).minor,
            exit_bonus_minor=[Amount.from_major(bonus, company.currency).minor for bonus in work.bonus],
            engagement_type=work.engagement_type,
            seats_wanted=work.seats,
            by=self.by,
            at=at,
        )
        opportunities.accept_rules(opportunity_id=self.id, by=self.by, at=at)

    def confirm_if_asked(self, at: dt.datetime) -> None:
        """Where no minimum wage is known the operator looks it up and confirms."""
        from foretaste.money.queries import wage_floor_for

        if wage_floor_for(self.company.country, self.company.region, self.company.city, self.days[0]) is None:
            opportunities.request_confirmation(opportunity_id=self.id, by=self.by, at=at)
            opportunities.confirm_wage(
                opportunity_id=self.id,
                note="Compared with the official rate of the day; well above it.",
                by=self.world.operator,
                at=at,
            )

    def fund(self, at: dt.datetime) -> None:
        self.order = opportunities.fund_seats(opportunity_id=self.id, method="card", by=self.by, at=at)
        pay_for(self.order, at=at)

    def inviting(self, name: str) -> Callable[[dt.datetime], None]:
        return lambda at: _do(
            opportunities.invite(
                opportunity_id=self.id,
                intern_id=self.world.people[name].public_id,
                words="Your profile reads as if this were for you.",
                by=self.by,
                at=at,
            )
        )

    # --- interns ask ----------------------------------------------------------------------------
    def asking(self, name: str) -> Callable[[dt.datetime], None]:
        def ask(at: dt.datetime) -> None:
            number = next(self.world.words)
            application = opportunities.apply(
                opportunity_id=self.id,
                answer_why=cast.WHY[number % len(cast.WHY)],
                answer_try=cast.TRY[number % len(cast.TRY)],
                answer_about=cast.ABOUT[number % len(cast.ABOUT)],
                free_days=cast.BY_NAME[name].free_days,
                found_by=cast.FOUND[number % len(cast.FOUND)],
                by=self.world.intern(name),
                at=at,
            )
            self.applications[name] = application.public_id

        return ask

    def questioning(self, name: str, text: str, answer: str) -> Callable[[dt.datetime], None]:
        def question(at: dt.datetime) -> None:
            asked = opportunities.ask_question(opportunity_id=self.id, text=text, by=self.world.intern(name), at=at)
            if answer:
                opportunities.answer_question(question_id=asked.public_id, answer=answer, by=self.by, at=at)

        return question

    # --- the company answers ----------------------------------------------------------------------
    def shortlisting(self, name: str) -> Callable[[dt.datetime], None]:
        return lambda at: _do(opportunities.shortlist(application_id=self.applications[name], by=self.by, at=at))

    def declining(self, name: str) -> Callable[[dt.datetime], None]:
        return lambda at: _do(
            opportunities.say_not_this_time(
                application_id=self.applications[name],
                note="Thank you. Somebody with the same days had asked before you; please ask again.",
                by=self.by,
                at=at,
            )
        )

    def welcoming(self, part: Part) -> Callable[[dt.datetime], None]:
        def welcome(at: dt.datetime) -> None:
            offer = opportunities.make_offer(application_id=self.applications[part.intern], by=self.by, at=at)
            fates = Fates(self, part, offer.public_id)
            if part.fate != "offered":
                self.world.stage.on(at + dt.timedelta(hours=2, minutes=13), fates.agree)

        return welcome

    def save_account(self, name: str, at: dt.datetime) -> None:
        who = cast.BY_NAME[name]
        money.save_payout_account(
            holder=who.name, country=who.country, number=who.account, by=self.world.intern(name), at=at
        )


def _do(_: object) -> None:
    """Read as a statement inside a lambda."""
