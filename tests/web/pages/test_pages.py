"""The pages about Foretaste itself: they say what they should, to anyone, without a script."""

import itertools

import psycopg
import pytest
from django.db import OperationalError

from foretaste.web.pages import check, rules

PATHS = [
    "/",
    "/rules/",
    "/rules/1/",
    "/compare/",
    "/guide/",
    "/check/",
    "/help/",
    "/for-companies/",
    "/for-career-centers/",
    "/preferences/",
]


@pytest.mark.parametrize("path", PATHS)
def test_anyone_may_read_it(db, client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert "style=" not in answer.text
    assert "<style" not in answer.text


def test_with_nothing_open_the_front_door_offers_a_mail(db, client):
    page = client.get("/").text
    assert "No trial is open today." in page
    assert '<a rel="nofollow" href="/searches/save">Have a mail when one opens</a>' in page
    asked = {"every": "daily", "time_zone": "Europe/Berlin", "name": "", "email": "vera@example.org"}
    assert client.post("/searches/save", asked).status_code == 303


def test_help_promises_only_the_contact_that_there_is(db, client):
    page = client.get("/help/").text
    assert "safety contact, where it has named one, stands on your trial page" in page
    assert "host’s number" not in page


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/"])
def test_a_page_of_words_asks_the_database_nothing(db, client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(path)


def test_the_rules_are_twelve_sentences_dated_and_numbered(db, client):
    page = client.get("/rules/").text

    assert [rule.number for rule in rules.CURRENT.rules] == list(range(1, 13))
    assert "Version 1, valid since" in page
    assert all(str(rule.sentence) in page for rule in rules.CURRENT.rules)


def test_a_version_that_never_was_is_not_found(db, client):
    assert client.get("/rules/99/").status_code == 404


def test_the_example_for_companies_is_the_law_in_figures(db, client):
    page = client.get("/for-companies/").text

    for figure in ("€420.00", "€42.00", "€462.00", "€200.00", "€20.00", "€242.00"):
        assert figure in page


class TestTheCheck:
    def test_asks_six_questions_one_at_a_time(self, db, client):
        for answers in ("", "y", "yn", "ynu", "ynuy", "ynuyn"):
            page = client.get("/check/", {"a": answers}).text
            assert f"Question {len(answers) + 1} of 6" in page
            assert f'href="/check/?a={answers}u"' in page

    def test_keeps_nothing(self, db, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            answer = client.get("/check/?a=yyyyyn")

        assert "sessionid" not in answer.cookies

    @pytest.mark.parametrize(
        ("answers", "verdict"),
        [
            ("yyyyyn", check.Verdict.GOOD),
            ("yynnnn", check.Verdict.GOOD),
            ("ynnnnu", check.Verdict.RATHER_NOT),
            ("unnnnn", check.Verdict.PARTLY),
            ("nnnnny", check.Verdict.RATHER_NOT),
            ("yyyyyy", check.Verdict.GOOD),
            ("yyyunn", check.Verdict.GOOD),
            ("yyynny", check.Verdict.RATHER_NOT),
            ("uuuuuu", check.Verdict.PARTLY),
        ],
    )
    def test_weighs_a_yes_whole_and_not_sure_half(self, answers, verdict):
        assert check.result_of(answers).verdict == verdict

    def test_gives_its_reasons_and_what_to_do_instead(self, db, client):
        page = client.get("/check/?a=nnnnuy").text

        assert "Rather not, for now" in page
        assert "a trial is short, promises no job" in page
        assert "a traditional internship of two to six months" in page

    def test_adds_up_as_it_says(self, db, client):
        for answers in map("".join, itertools.product("ynu", repeat=6)):
            result = check.result_of(answers)
            assert sum(line.adds for line in result.lines) == result.points
            for turn in result.turns:
                assert check.result_of(turn.address).verdict == turn.verdict != result.verdict
                assert sum(one != other for one, other in zip(answers, turn.address, strict=True)) == 1

    def test_says_what_would_change_the_answer_and_what_that_need_is_better_served_by(self, db, client):
        page = client.get("/check/?a=yynnny").text
        assert "Rather not, for now" in page
        assert '<a href="/check/?a=yynnnn">Depth, a sure job or stability: No</a> – then it fits' in page
        assert "those give a steady month" in page
        assert "<strong>-2</strong>" in page

    @pytest.mark.parametrize("answers", ["z", "yyx", "<script>", "y" * 50])
    def test_reads_what_it_can_of_a_broken_address(self, db, client, answers):
        assert client.get("/check/", {"a": answers}).status_code == 200


class TestPreferences:
    def test_keep_the_theme_in_a_cookie_and_render_it(self, db, client):
        answer = client.post("/preferences/", {"theme": "dark", "next": "/rules/"})

        assert (answer.status_code, answer["Location"]) == (303, "/rules/")
        assert 'data-theme="dark"' in client.get("/rules/").text

    def test_forget_it_again(self, db, client):
        client.post("/preferences/", {"theme": "dark"})
        client.post("/preferences/", {"theme": "system"})

        assert "data-theme" not in client.get("/rules/").text

    def test_lead_to_no_other_site(self, db, client):
        answer = client.post("/preferences/", {"theme": "light", "next": "https://elsewhere.example/"})

        assert answer["Location"] == "/"

    def test_take_no_theme_that_is_not_ours(self, db, client):
        client.cookies["theme"] = '"><script>'

        assert "<script>" not in client.get("/rules/").text.replace("<script src", "")


class TestTheGallery:
    def test_is_there_in_a_demo(self, db, client, demo_mode):
        assert client.get("/gallery/").status_code == 200

    def test_is_nowhere_else(self, db, client):
        assert client.get("/gallery/").status_code == 404


class TestWhatWentWrong:
    def test_an_unknown_address_offers_the_search(self, db, client):
        answer = client.get("/nothing/")

        assert answer.status_code == 404
        assert 'href="/opportunities/"' in answer.text

    def test_a_broken_page_says_that_pay_is_safe(self, db, client, monkeypatch):
        from foretaste.web.pages import views

        def breaks(*args, **kwargs):
            raise RuntimeError("broken on purpose")

        monkeypatch.setattr(views.opportunities, "askable", breaks)
        client.raise_request_exception = False
        answer = client.get("/")

        assert answer.status_code == 500
        assert "Your trial and your pay are safe" in answer.text

    @pytest.mark.parametrize(
        ("cause", "status"),
        [
            (psycopg.OperationalError("connection refused"), 503),
            (psycopg.errors.AdminShutdown("terminating connection"), 503),
            (psycopg.errors.TooManyConnections("no room"), 503),
            (psycopg.errors.QueryCanceled("statement timeout"), 500),
        ],
    )
    def test_while_the_database_is_away_it_says_when_to_come_back(self, db, client, monkeypatch, cause, status):
        from foretaste.web.pages import views

        def breaks(*args, **kwargs):
            raise OperationalError(str(cause)) from cause

        monkeypatch.setattr(views.opportunities, "askable", breaks)
        client.raise_request_exception = False
        answer = client.get("/")

        assert (answer.status_code, answer.headers.get("Retry-After")) == (status, "120" if status == 503 else None)
        assert ("Try again in two minutes." in answer.text) is (status == 503)
        assert "safe" in answer.text

    def test_of_two_that_met_in_the_database_the_second_is_told_that_nothing_was_done(self, db, client, monkeypatch):
        from foretaste.web.pages import views

        def breaks(*args, **kwargs):
            raise OperationalError("deadlock") from psycopg.errors.DeadlockDetected("deadlock")

        monkeypatch.setattr(views.opportunities, "askable", breaks)
        answer = client.get("/")

        assert answer.status_code == 409
        assert "so nothing was done. Look again" in answer.text

    def test_a_form_left_open_too_long_says_that_nothing_changed(self, db):
        from django.test import Client

        answer = Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})

        assert answer.status_code == 403
        assert "Nothing was changed or paid" in answer.text
