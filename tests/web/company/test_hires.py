"""How long hires stay: nothing yet, a table put right line by line, curves with their table, exports, deleting."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from foretaste.accounts.actors import Actor
from foretaste.insights.models import Hire
from tests.insights.test_hires import HEAD, TABLE, lines

pytestmark = pytest.mark.django_db
MANY = HEAD + lines("trial", [40, 90, 200, 300, 380, 400], "own") + lines("direct", [5, 10, 60, 70, 80, 90], "company")


def keep(client: Client, text: str) -> Any:
    return client.post("/company/hires/table", {"table": text, "keep": "yes"})


def test_at_first_there_is_nothing_and_the_way_to_change_that(client_: Client) -> None:
    page = client_.get("/company/hires/").text
    assert "No hires yet" in page
    assert 'href="/company/hires/table"' in page


def test_a_table_is_looked_at_before_it_is_kept(client_: Client) -> None:
    seen = client_.post("/company/hires/table", {"file": SimpleUploadedFile("hires.csv", TABLE.encode())})
    assert seen.status_code == 200
    assert "2 new, 0 changed, 0 as they are" in seen.text
    assert Hire.objects.count() == 0
    assert keep(client_, TABLE)["Location"] == "/company/hires/"
    assert Hire.objects.count() == 2


def test_a_mistake_loses_no_line(client_: Client) -> None:
    text = TABLE + "A-3,carrier pigeon,2025-01-06,,\n"
    answer = keep(client_, text)
    assert (answer.status_code, Hire.objects.count()) == (422, 0)
    assert "Line 4" in answer.text
    assert answer.context["form"].initial["table"] == text.strip("\n") or "carrier pigeon,2025-01-06" in answer.text
    keep(client_, text.replace("carrier pigeon", "agency"))
    assert Hire.objects.count() == 3


def test_a_file_chosen_beside_kept_lines_is_looked_at_first(client_: Client) -> None:
    sent = {"table": TABLE, "keep": "yes", "file": SimpleUploadedFile("hires.csv", TABLE.encode())}
    assert client_.post("/company/hires/table", sent).status_code == 200
    assert Hire.objects.count() == 0


def test_a_file_that_is_too_large_is_said(client_: Client) -> None:
    answer = client_.post("/company/hires/table", {"file": SimpleUploadedFile("hires.csv", b"x" * (2**20 + 1))})
    assert answer.status_code == 422
    assert "at most 1 MB" in answer.text


def test_a_curve_by_route_with_its_table_and_what_it_can_t_show(client_: Client) -> None:
    keep(client_, MANY)
    page = client_.get("/company/hires/").text
    assert page.count('<svg class="chart curve"') == 3  # all, and one for each route
    assert "log-rank test" in page
    assert "What these curves can’t show" in page
    assert "How they had left" in page


def test_a_line_ends_where_fewer_than_five_are_watched_and_everybody_who_left_is_counted(client_: Client) -> None:
    keep(client_, MANY)
    trial = next(
        row for row in client_.get("/company/hires/").context["rows"] if row["name"] == "Reverse micro-internship"
    )
    assert (trial["left"], trial["curve"].last, [known.at_risk for known in trial["marks"]]) == (6, 90, [4, 2, 0])
    assert [known.share for known in trial["marks"]] == [None, None, None]


def test_the_page_asks_little_of_the_database(client_: Client, django_assert_max_num_queries: Any) -> None:
    keep(client_, MANY)
    with django_assert_max_num_queries(12):
        client_.get("/company/hires/")


def test_the_exported_table_can_be_brought_in_again(client_: Client) -> None:
    keep(client_, MANY)
    text = client_.get("/company/hires/table.csv").text
    seen = client_.post("/company/hires/table", {"table": text})
    assert "0 new, 0 changed, 12 as they are" in seen.text


def test_the_figures_are_those_of_the_curves(client_: Client) -> None:
    keep(client_, MANY)
    rows = list(csv.DictReader(io.StringIO(client_.get("/company/hires/figures.csv").text)))
    first = next(row for row in rows if row["curve"] == "Direct hire")
    assert (first["day"], first["there until then"], first["share"]) == ("5", "6", "0.8333")


def test_hires_made_here_are_lines_to_begin_with(client_: Client, halden: Actor) -> None:
    assert "?here" not in client_.get("/company/hires/").text
    assert client_.get("/company/hires/table?here").context["form"].initial["table"] == HEAD


def test_all_are_deleted_only_when_meant(client_: Client) -> None:
    keep(client_, TABLE)
    client_.post("/company/hires/forgetting", {"which": "all"})
    client_.post("/company/hires/forgetting", {"which": "one", "reference": "nobody"})
    assert Hire.objects.count() == 2
    client_.post("/company/hires/forgetting", {"which": "one", "reference": "A-1"})
    assert list(Hire.objects.values_list("reference", flat=True)) == ["A-2"]
    client_.post("/company/hires/forgetting", {"which": "all", "sure": "yes"})
    assert Hire.objects.count() == 0


def test_another_company_sees_its_own_nothing(client_: Client, rival: Actor, enter: Any) -> None:
    keep(client_, MANY)
    theirs = enter(rival)
    assert "No hires yet" in theirs.get("/company/hires/").text
    assert theirs.get("/company/hires/table.csv").text.strip() == HEAD.strip()
    theirs.post("/company/hires/forgetting", {"which": "all", "sure": "yes"})
    assert Hire.objects.count() == 12
