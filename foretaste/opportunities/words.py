"""The words for what the pure rules find: problems of a posting, hints on its quality, fields of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from foretaste.opportunities.criteria import Wrong
from foretaste.opportunities.posting_rules import Problem, Task
from foretaste.opportunities.quality import Hint

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise as StrOrPromise

TASKS: dict[Task, StrOrPromise] = {
    Task.DESCRIBE: _("Describe the work"),
    Task.DAYS: _("Plan the days"),
    Task.PEOPLE: _("Name the people"),
    Task.PAY: _("Set the pay"),
    Task.RULES: _("Accept the rules"),
}

CRITERIA: dict[Wrong, StrOrPromise] = {
    Wrong.TOO_MANY: _("Name five at most, one a line."),
    Wrong.TOO_SHORT: _("Say each in a few words that somebody can picture."),
    Wrong.TOO_LONG: _("Keep each within 120 characters."),
    Wrong.OF_STAYING: _("Name what can be seen in the work. Whether somebody stays, or how eagerly, is never asked."),
    Wrong.MARKS: _("Describe all three marks after the name, with a bar between: name | lowest | middle | highest."),
}
PROBLEMS: dict[Problem, StrOrPromise] = {
    Problem.NO_TITLE: _("Give the trial a title."),
    Problem.NO_SUMMARY: _("Say in a sentence or two what it is."),
    Problem.NO_BRIEF: _("Describe the project: what it is for, what is there already."),
    Problem.NO_DELIVERABLE: _("Say what there will be at the end."),
    Problem.NO_FIELD: _("Choose the field of work."),
    Problem.NO_COUNTRY: _("Choose the country of the place of work."),
    Problem.NO_CITY: _("Enter the city of the place of work."),
    Problem.NO_ADDRESS: _("Enter the address; it is shown only after the agreement."),
    Problem.NO_TIME_ZONE: _("Choose the time zone of the place of work."),
    Problem.NO_DAYS: _("Plan at least one day."),
    Problem.TOO_MANY_DAYS: _("A trial has at most 5 days."),
    Problem.TOO_FAR_APART: _("All days lie within 7 calendar days."),
    Problem.TWICE_THE_SAME_DATE: _("Two days have the same date."),
    Problem.DAYS_OVERLAP: _("A day begins before the one before it has ended."),
    Problem.DAY_TOO_SHORT: _("A day has at least 1 hour of work."),
    Problem.DAY_TOO_LONG: _("A day has at most 10 hours of work."),
    Problem.BREAK_TOO_LONG: _("A break lasts 0 to 180 minutes."),
    Problem.DAY_IN_THE_PAST: _("The first day has to lie ahead."),
    Problem.NO_DAY_PLAN: _("Say for every day what will be done."),
    Problem.NO_ANSWER_DATE: _("Choose the date by which everyone who asks is answered."),
    Problem.ANSWER_DATE_PASSED: _("The date for answers has to lie ahead: one can ask until noon of it."),
    Problem.ANSWER_DATE_TOO_LATE: _("The date for answers has to lie before the first day."),
    Problem.NO_HOST: _("Choose the colleague who hosts the trial."),
    Problem.NO_CURRENCY: _("Choose the currency."),
    Problem.NO_PAY: _("Enter the pay for a day. There are no unpaid trials."),
    Problem.BONUS_UNFAIR: _(
        "Leaving may never pay more than staying: the days worked and the goodbye bonus together are at most the"
        " full pay and never fall from day to day, and the last day has none."
    ),
    Problem.KILL_FEE_WRONG: _("If you withdraw, you pay at least the first day and at most all of them."),
    Problem.BELOW_MINIMUM_WAGE: _("The pay for a day is below the minimum wage where the work is done."),
    Problem.RULES_NOT_ACCEPTED: _("Read and accept the rules."),
}

HINTS: dict[Hint, StrOrPromise] = {
    Hint.BRIEF_IS_SHORT: _("Say more about the project: what it is for and what is there already."),
    Hint.DELIVERABLE_IS_VAGUE: _("Say what can be held in hand at the end."),
    Hint.NO_SKILLS: _("Name two to five skills that can be tried here."),
    Hint.TOO_MANY_SKILLS: _("Many skills read like a job advertisement: name the five that matter."),
    Hint.NO_ROLE_AHEAD: _("Say which role it could lead to, or that there is none."),
    Hint.PLAN_IS_SHORT: _("Say for each day what is done in the morning and in the afternoon."),
    Hint.NO_HOURS_IN_THE_PLAN: _("Give at least one day its hours: arrive, meet, work, talk."),
    Hint.TITLE_IS_LONG: _("A title of up to nine words is read; a longer one is skipped."),
    Hint.SUMMARY_REPEATS_THE_TITLE: _("Let the summary say more than the title."),
    Hint.HOST_ALONE: _("Name at least one more person to meet."),
    Hint.NOBODY_SAYS_WHAT_THEY_DO: _("Say what each of these people does."),
    Hint.NO_TALK_PLANNED: _("Plan a talk at the end of each day: it is what interns remember."),
    Hint.FALLS_ON_A_HOLIDAY: _("One of the days is a public holiday there."),
    Hint.DAYS_ARE_LONG: _("Days of over 8 hours make people leave early."),
}

FIELDS: dict[str, StrOrPromise] = {
    "design": _("Design"),
    "software": _("Software"),
    "data": _("Data"),
    "research": _("Research"),
    "writing": _("Writing and editing"),
    "marketing": _("Marketing"),
    "sales": _("Sales and customers"),
    "operations": _("Operations"),
    "finance": _("Finance and accounting"),
    "people": _("People and teaching"),
    "product": _("Product"),
    "engineering": _("Engineering"),
    "craft": _("Craft and making"),
    "health": _("Health and care"),
    "law": _("Law and administration"),
    "nature": _("Nature and environment"),
    "culture": _("Culture and events"),
}
