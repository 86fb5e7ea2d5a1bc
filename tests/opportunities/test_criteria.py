"""What a company may name to look at in the work: a few things that can be seen, never whether somebody stays."""

from __future__ import annotations

import pytest

from foretaste.core.refusals import NotAcceptable
from foretaste.opportunities import actions
from foretaste.opportunities.criteria import Wrong, cleaned, problem, read
from foretaste.opportunities.models import Opportunity
from foretaste.opportunities.refusals import ItIsNoLongerADraft
from tests.worlds import make_company, make_draft, make_published_opportunity

MARKED = "Finds the wrong rows | Left most of them | Found those marked | Found others as well"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (
            "- Finds the wrong rows\n\n• finds  the WRONG rows \nAsks in time\n",
            ["finds the WRONG rows", "Asks in time"],
        ),
        ("\x07\u202e\n  \n", []),
        (["Draws it once"], ["Draws it once"]),
        ("Finds the wrong rows|Left most of them |Found  those marked|  Found others as well", [MARKED]),
        (["finds the wrong rows", MARKED], [MARKED]),
        (None, []),
    ],
)
def test_they_are_read_a_line_each_and_once(value, found):
    assert cleaned(value) == found


@pytest.mark.parametrize(
    ("criteria", "wrong"),
    [
        ([], None),
        (["Writes clear commit messages", "Finishes the table", "Explains why people leave a page"], None),
        (["one", "two", "three", "four", "five"], None),
        (["one", "two", "three", "four", "five", "six"], Wrong.TOO_MANY),
        (["ok"], Wrong.TOO_SHORT),
        (["x" * 121], Wrong.TOO_LONG),
        (["Commitment"], Wrong.OF_STAYING),
        (["Is motivated"], Wrong.OF_STAYING),
        (["Stays to the end"], Wrong.OF_STAYING),
        (["Finishes all days"], Wrong.OF_STAYING),
        (["Does not leave early"], Wrong.OF_STAYING),
        (["Durchhaltevermögen"], Wrong.OF_STAYING),
        (["Compromiso con el equipo"], Wrong.OF_STAYING),
        ([MARKED], None),
        (["Finds rows | Left most | Found some"], Wrong.MARKS),
        (["Finds rows | Left most | | Found all"], Wrong.MARKS),
        (["Finds rows | Left most | Found some | Found all | Found more"], Wrong.MARKS),
        (["Finds rows | No | Found some | Found all"], Wrong.TOO_SHORT),
        (["Finds rows | Left most | Found some | " + "x" * 121], Wrong.TOO_LONG),
        (["Finds rows | Quits | Found some | Found all"], Wrong.OF_STAYING),
    ],
)
def test_what_can_be_seen_in_work_may_be_named_and_staying_may_not(criteria, wrong):
    assert problem(criteria) == wrong


def test_marks_in_own_words_are_read_as_they_were_written():
    assert read(MARKED).asks == "Finds the wrong rows"
    assert read(MARKED).marks == ("Left most of them", "Found those marked", "Found others as well")
    assert read(MARKED).said == (
        "Finds the wrong rows: “Left most of them” – “Found those marked” – “Found others as well”"
    )
    for line in (
        "Asks in time",
        "Reads SQL | joins",
        "a|b|c|",
        "|a|b|c",
    ):
        assert (read(line).said, read(line).marks) == (line, ())


@pytest.mark.django_db
def test_a_draft_names_them_a_copy_keeps_them_and_an_open_posting_can_t_change_them(clock):
    halden = make_company("Halden Instruments", clock.now)
    draft = make_draft(halden, clock.now, criteria="Finds the wrong rows\nAsks in time")
    assert draft.criteria == ["Finds the wrong rows", "Asks in time"]
    copy = actions.copy_opportunity(opportunity_id=draft.public_id, by=halden, at=clock.now)
    assert copy.criteria == draft.criteria
    with pytest.raises(NotAcceptable) as refused:
        actions.edit_description(opportunity_id=draft.public_id, criteria=["Loyalty"], by=halden, at=clock.now)
    assert refused.value.fields.keys() == {"criteria"}
    is_open = make_published_opportunity(halden, clock.now, criteria=["Asks in time"])
    with pytest.raises(ItIsNoLongerADraft):
        actions.edit_description(opportunity_id=is_open.public_id, criteria=[], by=halden, at=clock.now)
    assert list(Opportunity.objects.order_by("pk").values_list("criteria", flat=True)) == [
        draft.criteria, draft.criteria, ["Asks in time"],
    ]  # fmt: skip
