"""What is on offer, for everyone: found, read, asked about."""

import datetime as dt
import html
import re
from functools import partial

import pytest
from django.template.loader import render_to_string

from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.accounts.models import Organization
from foretaste.insights.publishing import Between
from foretaste.insights.queries import CompanyRecord, ShownShare
from foretaste.matching import actions as matching
from foretaste.matching import queries, sources
from foretaste.opportunities import actions
from foretaste.opportunities.models import Opportunity, Question
from foretaste.opportunities.queries import access
from foretaste.web.postings import views
from tests.worlds import fund, make_company, make_draft, make_intern


def test_the_list_shows_what_is_open_with_its_pay(client, open_opportunity):
    page = client.get("/opportunities/").text

    assert "Redraw a measuring guide" in page
    assert "€420.00" in page


def test_the_list_takes_few_questions_to_the_database(client, open_opportunity, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        client.get("/opportunities/")


def test_filters_are_plain_addresses(client, open_opportunity):
    for fitting in ("q=measuring", "place=berlin", "days=3", "when=weekdays", "pay=140&currency=EUR", "field=writing"):
        assert "1 trial" in client.get(f"/opportunities/?{fitting}").text
    for other in ("q=zebra", "place=Rome", "days=2", "when=evenings", "pay=141&currency=EUR", "field=law"):
        assert "Nothing fits all of that" in client.get(f"/opportunities/?{other}").text


@pytest.mark.parametrize(
    "broken", ["days=9", "pay=lots", "field=zzz", "when=never", "order=1", "after=x", "after=soonest.1.%27"]
)
def test_what_cannot_be_read_is_left_out(client, open_opportunity, broken):
    assert client.get(f"/opportunities/?{broken}").status_code == 200


def test_the_form_holds_what_was_typed_whoever_asked_before(client, open_opportunity):
    """The form of the same filters is drawn once; what is typed is put in each time, and nothing of it is markup."""
    for typed, written in (("zebra", "zebra"), ('"><i>&', "&quot;&gt;&lt;i&gt;&amp;"), ("\ue000place\ue001", "Rome")):
        page = client.get("/opportunities/", {"q": typed, "place": "Rome", "days": "3"}).text
        assert f'name="q" value="{written}"' in page
        assert 'name="place" value="Rome"' in page
        assert "<i>" not in page
        assert re.search(r'value="3"[^>]* checked', page)
    page = client.get("/opportunities/", {"q": "zebra", "place": "Rome", "days": "2"}).text
    assert re.search(r'value="2"[^>]* checked', page)
    assert not re.search(r'value="3"[^>]* checked', page)


def test_a_long_text_is_held_and_one_too_long_is_told(client, open_opportunity):
    for letters, is_told in ((80, False), (81, False), (100, False), (101, True)):
        page = client.get("/opportunities/", {"q": "z" * letters}).text
        assert f'value="{"z" * letters}"' in page
        assert ('<details class="more search__more" open>' in page, "at most 100 characters" in page) == (is_told,) * 2


def test_listeners_hear_that_more_was_found_than_was_counted(client, open_opportunity, monkeypatch):
    copies_of(open_opportunity, 2)
    heard = {}
    for among in (2, 3):
        monkeypatch.setattr(views.finding, "search", partial(queries.search, among=among))
        page = client.get("/opportunities/", headers={"HX-Request": "true", "HX-Target": "results"}).text
        heard[among] = re.findall(r'<p id="say"[^>]*>([^<]*)<', page)
    assert heard == {2: ["More than 2 found"], 3: ["3 trials fit."]}


CHIP = re.compile(r'<li><a href="([^"]*)"><span class="visually-hidden">Drop the filter </span>([^<]*)<')


@pytest.mark.parametrize(
    ("asked", "chips"),
    [
        ("q=sensors&place=Berlin&within=25&order=pay", {}),
        ("days=3&when=weekdays", {"3 days": "?when=weekdays", "Weekdays": "?days=3"}),
        ("pay=12&per=hour&currency=GBP&q=sensors", {"At least 12 GBP an hour": "?q=sensors"}),
        ("currency=EUR&country=de", {"EUR": "?country=DE", "Germany": "?currency=EUR"}),
        (
            "starts_from=2026-03-01&leave=1",
            {"From 2026-03-01": "?leave=1", "Leave any time, paid": "?starts_from=2026-03-01"},
        ),
        ("days=nine", {}),
    ],
)
def test_the_filters_stay_folded_and_what_is_chosen_stands_over_the_results(client, open_opportunity, asked, chips):
    page = client.get(f"/opportunities/?{asked}").text
    assert {label: html.unescape(address) for address, label in CHIP.findall(page)} == chips
    for folded in ("search__more", "search__rest"):
        assert (f'<details class="more {folded}" open>' in page) is (asked == "days=nine")  # there to be put right
    assert page.count("Drop all filters") == (asked != "days=nine")


def test_where_the_words_alone_find_nothing_they_are_what_is_dropped(client, open_opportunity):
    page = client.get("/opportunities/", {"q": "zebra", "days": "3", "when": "evenings"}).text

    assert "Without evenings" not in page.casefold()
    assert "Nothing fits all of that" in page
    assert page.count("Drop all filters") == 1


def test_when_nothing_fits_the_closest_are_shown_and_the_dropped_filter_is_named(client, open_opportunity):
    page = client.get("/opportunities/?when=evenings&place=berlin").text

    assert "Without Evenings these come closest" in page
    assert "Redraw a measuring guide" in page


def test_with_htmx_only_the_results_are_sent(client, open_opportunity):
    headers = {"HX-Request": "true", "HX-Target": "results"}
    page = client.get("/opportunities/", headers=headers).text

    assert page.lstrip().startswith('<section id="results"')
    assert "1 trial fits." in page


def copies_of(opportunity, count: int) -> None:
    """Open more of the same, each a minute later than the one before."""
    for number in range(1, count + 1):
        Opportunity.objects.bulk_create([copied(opportunity, starts_at=opportunity.starts_at + minutes(number))])
    make_findable()


def make_findable() -> None:
    """Let the search take up what was opened past the actions, as its sweep does each minute."""
    matching.put_postings(public_ids=sources.not_yet_found(500), by=CLOCK)


def copied(opportunity, **changed) -> Opportunity:
    one = Opportunity.objects.get(pk=opportunity.pk)
    one.pk, one.public_id = None, Opportunity._meta.get_field("public_id").get_default()
    for name, value in changed.items():
        setattr(one, name, value)
    return one


def minutes(number: int) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def shown_in(page: str) -> list[str]:
    """Return the public ids that a page shows, in its order."""
    return re.findall(r'<h3><a href="/opportunities/(\w+)/"', page)


def more_of(page: str) -> str:
    """Return the address of twenty more."""
    (address,) = re.findall(r'class="btn" href="(\?[^"]*after=[^"]+)"', page)
    return f"/opportunities/{html.unescape(address)}"


def test_twenty_at_a_time_and_twenty_more(client, open_opportunity):
    copies_of(open_opportunity, 24)

    page = client.get("/opportunities/").text
    assert page.count('class="posting"') == 20
    assert "25 trials" in page
    more = client.get(more_of(page), headers={"HX-Request": "true", "HX-Target": "more"}).text
    assert more.count('class="posting"') == 5
    assert "5 more trials are shown." in more
    assert len({*shown_in(page), *shown_in(more)}) == 25


@pytest.mark.parametrize("order", ["soonest", "newest", "pay"])
@pytest.mark.parametrize("filters", ["", "&q=measuring&days=3&when=weekdays", "&place=berlin&pay=100&currency=EUR"])
def test_what_opens_between_two_pages_neither_repeats_nor_hides_others(client, open_opportunity, order, filters):
    """Many stand level in each order: they part by the order they were made in."""
    copies_of(open_opportunity, 12)
    Opportunity.objects.bulk_create([copied(open_opportunity) for _number in range(12)])
    make_findable()
    before = set(Opportunity.objects.values_list("public_id", flat=True))

    first = client.get(f"/opportunities/?order={order}{filters}").text
    early, late = (copied(open_opportunity), copied(open_opportunity))
    early.starts_at, early.published_at = early.starts_at - minutes(1), early.published_at + minutes(1)
    early.daily_pay_minor += 100
    late.starts_at, late.published_at = late.starts_at + minutes(60), late.published_at - minutes(1)
    late.daily_pay_minor -= 100
    Opportunity.objects.bulk_create([early, late])
    make_findable()
    Opportunity.objects.filter(public_id=shown_in(first)[-1]).update(state="closed")  # the last that was shown
    second = client.get(more_of(first)).text

    assert shown_in(first) + shown_in(second) == list(dict.fromkeys(shown_in(first) + shown_in(second)))
    assert {*shown_in(first), *shown_in(second)} == before | {late.public_id}
    assert "From the beginning" in second
    assert "Show 20 more" not in second


def test_a_later_page_takes_no_more_questions_than_the_first(client, open_opportunity, django_assert_max_num_queries):
    copies_of(open_opportunity, 24)
    page = client.get("/opportunities/").text

    with django_assert_max_num_queries(2):
        client.get(more_of(page))
    with django_assert_max_num_queries(2):
        client.get(more_of(page), headers={"HX-Request": "true", "HX-Target": "more"})


def test_a_cursor_of_another_order_begins_at_the_beginning(client, open_opportunity):
    page = client.get(f"/opportunities/?order=pay&after=newest.1.{open_opportunity.public_id}").text
    assert shown_in(page) == [open_opportunity.public_id]


def test_a_posting_shows_the_sum_of_every_leaving_day(client, open_opportunity):
    page = client.get(f"/opportunities/{open_opportunity.public_id}/").text
    bonus = open_opportunity.exit_bonus_minor

    assert f"€{(14000 + bonus[0]) / 100:.2f}" in page
    assert f"€{(28000 + bonus[1]) / 100:.2f}" in page
    assert "On day 3, or stay to the end" in page
    assert "€462.00 held since" in page


def test_a_posting_keeps_the_address_for_those_who_agreed(client, open_opportunity):
    assert "Prinzenstrasse" not in client.get(f"/opportunities/{open_opportunity.public_id}/").text


def test_a_posting_takes_few_questions_to_the_database(client, open_opportunity, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(f"/opportunities/{open_opportunity.public_id}/")


def test_a_draft_is_seen_by_its_company_alone(client, open_opportunity, posted_at, signed_in, otto, hedy_of):
    company = hedy_of(open_opportunity)
    draft = make_draft(company, posted_at, title="Not yet")
    path = f"/opportunities/{draft.public_id}/"

    assert client.get(path).status_code == 404
    assert signed_in(otto).get(path).status_code == 404
    assert "A draft: only your company sees this page" in signed_in(company).get(path).text


def test_one_posting_is_asked_for_as_all_are(open_opportunity, posted_at, otto, hedy_of):
    hedy = hedy_of(open_opportunity)
    draft = make_draft(hedy, posted_at)
    operator = Actor(frozenset({Role.OPERATOR}))
    for by in (VISITOR, otto, hedy, operator, Actor(hedy.roles, hedy.person_id, hedy.organization_id + 1)):
        for one in (open_opportunity, draft):
            found = access.visible_to(by).filter(public_id=one.public_id).first()
            assert access.one_visible_to(by, one.public_id) == found
    assert access.one_visible_to(VISITOR, draft.public_id) is None
    assert access.one_visible_to(operator, "nothing") is None


def test_a_draft_is_previewed_on_the_page_that_interns_will_find(db, client, posted_at, signed_in):
    company = make_company("Halden Instruments", posted_at)
    draft = make_draft(company, posted_at, title="Not yet")
    tasks = signed_in(company).get(f"/company/opportunities/{draft.public_id}/").text
    path = f"/opportunities/{draft.public_id}/"
    assert f'href="{path}"' in tasks

    preview = signed_in(company).get(path)
    fund(draft, company, posted_at)
    published = client.get(path)

    assert "A preview: interns will find it like this." in preview.text
    assert "postings/posting.html" in [template.name for template in preview.templates]
    assert "Pay is not held yet" in preview.text
    assert "€462.00 will be held before any intern finds this" in preview.text
    assert "€462.00 held since" in published.text
    for shown in ("Ask for this trial", "On day 3, or stay to the end", "Who you will meet"):
        assert shown in preview.text
        assert shown in published.text
    for button in ('href="/opportunities/{}/ask"', 'action="/opportunities/{}/questions"'):
        assert button.format(draft.public_id) not in preview.text
    assert "A preview" not in published.text


def test_a_draft_with_nothing_in_it_is_previewed_too(open_opportunity, posted_at, signed_in, hedy_of):
    company = hedy_of(open_opportunity)
    draft = actions.draft_opportunity(title="Only a name", by=company, at=posted_at)

    preview = signed_in(company).get(f"/opportunities/{draft.public_id}/")
    assert preview.status_code == 200
    assert "Only a name" in preview.text
    assert "held since" not in preview.text


@pytest.fixture
def hedy_of():
    from foretaste.accounts.queries import actor_for

    return lambda opportunity: actor_for(opportunity.created_by, opportunity.organization.public_id)


def test_a_closed_posting_shows_three_like_it_and_offers_a_mail(client, open_opportunity, posted_at, hedy_of):
    copies_of(open_opportunity, 4)
    actions.close_opportunity(opportunity_id=open_opportunity.public_id, by=hedy_of(open_opportunity), at=posted_at)
    page = client.get(f"/opportunities/{open_opportunity.public_id}/").text

    assert "This trial is no longer open." in page
    assert "Ask for this trial" not in page
    assert len(shown_in(page)) == 3
    (link,) = re.findall(r'href="(/searches/save[^"]*)">Have a mail when one like it opens', page)
    asked = client.get(html.unescape(link))
    assert asked.context["canonical"] == "place=Berlin&field=writing"
    assert "Mail me what is new" in asked.text


class TestAQuestion:
    def test_is_sent_by_someone_signed_in(self, open_opportunity, signed_in, otto):
        path = f"/opportunities/{open_opportunity.public_id}/questions"
        answer = signed_in(otto).post(path, {"text": "Is there a bicycle shed?"})

        assert answer.status_code == 303
        assert Question.objects.get().text == "Is there a bicycle shed?"

    def test_asks_a_visitor_to_sign_in_and_changes_nothing(self, client, open_opportunity):
        answer = client.post(f"/opportunities/{open_opportunity.public_id}/questions", {"text": "Hello?"})

        assert answer["Location"].startswith("/account/login/")
        assert not Question.objects.exists()

    def test_says_in_place_what_to_put_right(self, open_opportunity, signed_in, otto):
        answer = signed_in(otto).post(f"/opportunities/{open_opportunity.public_id}/questions", {"text": " "})

        assert answer.status_code == 422
        assert "There is 1 thing to put right" in answer.text
        assert 'href="#id_text"' in answer.text
        assert "<title>Error:" in answer.text

    def test_and_its_public_answer_show_nobody_who_asked(self, client, open_opportunity, posted_at, hedy_of):
        asker = make_intern("Nadia Simons", posted_at)
        asked = actions.ask_question(
            opportunity_id=open_opportunity.public_id, text="Is lunch paid?", by=asker, at=posted_at
        )
        actions.answer_question(
            question_id=asked.public_id, answer="Yes.", is_public=True, by=hedy_of(open_opportunity), at=posted_at
        )
        page = client.get(f"/opportunities/{open_opportunity.public_id}/").text

        assert "Is lunch paid?" in page
        assert "Nadia" not in page


class TestACompanysRecord:
    def test_shows_no_figures_about_people_under_five(self, client, open_opportunity):
        page = client.get("/c/halden-instruments/").text

        assert "once at least five interns stand behind them" in page
        assert "left early" not in page

    def test_is_not_found_before_the_company_is_verified(self, client, hedy):
        Organization.objects.filter(pk=hedy.organization_id).update(verified_at=None)
        assert client.get("/c/halden-instruments/").status_code == 404

    def test_says_plainly_that_it_is_suspended(self, client, open_opportunity):
        from django.utils import timezone

        type(open_opportunity.organization).objects.update(suspended_at=timezone.now())

        assert "This company is suspended" in client.get("/c/halden-instruments/").text


@pytest.mark.parametrize(("left", "said"), [(1, "1 ended in another way"), (2, "")])
def test_the_figures_of_a_record_add_up(left, said):
    record = CompanyRecord(
        published_on=dt.date(2026, 3, 1), interns=5, started=5, told_of=5, finished=Between(3, 3),
        left_early=Between(left, left), median_hours_to_pay=1, answers_on_time_percent=None, shares=(),
    )  # fmt: skip
    page = render_to_string("postings/record.html", {"record": record})
    assert "3 finished" in page
    assert ("ended in" in page) == bool(said)
    assert said in page


@pytest.mark.parametrize(
    ("published_on", "said"),
    [
        (dt.date(2026, 3, 1), "4 of 6; could be 30 to 90%"),
        (dt.date(2026, 5, 1), "4 of 6, as published on Fri 1 May; could be 30 to 90%"),
    ],
)
def test_a_share_of_another_date_than_the_record_carries_its_own(published_on, said, clock):
    share = ShownShare("go_back", "Would you go back?", published_on, 6, Between(4, 4), 70, 30, 90)
    record = CompanyRecord(
        published_on=dt.date(2026, 3, 1), interns=5, started=5, told_of=5, finished=Between(3, 3),
        left_early=Between(2, 2), median_hours_to_pay=1, answers_on_time_percent=80, shares=(share,),
    )  # fmt: skip
    page = render_to_string("postings/record.html", {"record": record})
    assert f"70% <small>{said}</small>" in page
    assert "<dd>80%</dd>" in page
