"""`foretaste simulate`: files, exit codes, the last line; the committed pictures and figures are its own."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.conf import settings

from foretaste.cli import main
from foretaste.simulation.counting import COUNT, MEASURES, MONEY, SHARE
from foretaste.simulation.figures import SOURCES, WAYS, Figures
from foretaste.simulation.files import files
from foretaste.simulation.pictures import said
from foretaste.simulation.running import Progress
from foretaste.simulation.studying import CHANGES, COMPARED, study
from foretaste.web.advice import designer, sources

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "simulated-world.md"
COMMITTED = PAGE.with_suffix("")
SMALL = ["simulate", "--interns", "40", "--companies", "5", "--worlds", "1"]


def test_it_writes_the_same_files_again_and_ends_with_one_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SMALL, "--seed", "5", "--out", str(tmp_path / "a")]) == 0
    shown = capsys.readouterr()
    last = json.loads(shown.out.splitlines()[-1])
    assert (last["interns"], last["companies"], last["seed"], last["worlds"]) == (40, 5, 5, 1)
    assert last["files"] == sorted(path.name for path in (tmp_path / "a").iterdir())
    assert (
        last["foretaste"]["cost"]
        == json.loads((tmp_path / "a" / "summary.json").read_text())["ways"]["foretaste"]["cost"]["mean"]
    )
    assert "100% done" in shown.err
    assert main([*SMALL, "--seed", "5", "--out", str(tmp_path / "b" / "c")]) == 0
    for name in last["files"]:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / "c" / name).read_bytes()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--interns", "0"], "--interns: enter a whole number from 1 to 200,000"),
        (["--interns", "many"], "--interns: enter a whole number"),
        (["--companies", "-1"], "--companies: enter a whole number"),
        (["--companies", "1.5"], "--companies: enter a whole number"),
        (["--seed", "-4"], "--seed: enter a whole number from 0"),
        (["--worlds", "101"], "--worlds: enter a whole number from 1 to 100"),
        (["--unheard-of"], "unrecognized arguments: --unheard-of"),
    ],
)
def test_wrong_numbers_are_refused_and_nothing_is_written(
    wrong: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["simulate", "--out", str(tmp_path / "out"), *wrong])
    assert refused.value.code == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_it_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(SMALL)
    assert refused.value.code == 2
    assert "--out" in capsys.readouterr().err


def test_a_file_in_place_of_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept"
    file.write_text("mine")
    assert main([*SMALL, "--out", str(file)]) == 2
    assert "is a file" in capsys.readouterr().err
    assert main([*SMALL, "--out", str(file / "below")]) == 1
    assert "can't be written" in capsys.readouterr().err
    assert file.read_text() == "mine"


def test_every_figure_has_its_source() -> None:
    assert [one.name for one in SOURCES] == list(Figures.__dataclass_fields__)


def test_figures_are_those_of_the_pages_and_settings_they_name() -> None:
    one = Figures()
    given = {name: float(value) for name, value in designer.DEFAULTS.items() if name != "currency"}
    assert [one.trial_days, one.bonus / 100, one.supervision / 100, one.work_first / 100, one.finding / 100] == [
        given[name] for name in ("days", "bonus", "supervision", "output", "sourcing")
    ]
    assert (one.day_noise, one.point_worth / 100) == (designer.NOISE, given["match_worth"])
    assert given["pay"] == given["day_worth"]
    assert one.outside * one.point_worth == -one.point_worth / 4
    assert one.fee_bp == settings.DEFAULT_FEE_BASIS_POINTS
    assert one.bonus_agreements == settings.BONUS_AGREEMENTS
    assert one.bonus_window == round(settings.BONUS_WINDOW_DAYS / 7)
    assert one.bad_hire / 100 == sources.LOSS.band.likely
    figures = {route.key: {each.key: each.band.likely for each in route.figures} for route in sources.ROUTES}
    assert one.hiring / 100 == figures["trial"]["per_hire"]
    assert one.day_pay / 100 * 60 / 2 == figures["internship"]["per_try"]
    changed = {change.key: change.figures for change in CHANGES}
    assert changed["hiring_3800"]["internship_hiring"] / 100 == figures["internship"]["per_hire"]
    assert changed["loss_low"]["bad_hire"] / 100 == sources.LOSS.band.low
    assert changed["loss_high"]["bad_hire"] / 100 == sources.LOSS.band.high


# --- what is committed ------------------------------------------------------------------------------
def test_the_pictures_in_docs_are_those_of_the_summary_beside_them() -> None:
    """The summary itself is made again by the command that the page names: half a minute, so not here."""
    summary = json.loads((COMMITTED / "summary.json").read_text())
    assert {name: (COMMITTED / name).read_text() for name in files(summary)} == files(summary)
    assert sorted(path.name for path in COMMITTED.iterdir()) == sorted(files(summary))


def test_the_summary_in_docs_is_of_todays_figures_and_changes() -> None:
    summary = json.loads((COMMITTED / "summary.json").read_text())
    figures = Figures()
    assert summary["figures"] == {name: getattr(figures, name) for name in Figures.__dataclass_fields__}
    assert [(row["key"], row["means"]) for row in summary["changes"]["rows"]] == [(c.key, c.means) for c in CHANGES]
    assert (summary["interns"], summary["companies"]) == (20_000, 2_000)


def test_a_part_of_the_summary_in_docs_comes_out_again() -> None:
    """The row of the figures as they stand: three small worlds from the same seeds, lived here once more."""
    summary = json.loads((COMMITTED / "summary.json").read_text())
    again = study(interns=2_000, companies=200, seed=summary["seed"], worlds=3, changes=())
    row = summary["changes"]["rows"][0]
    assert row["key"] == "as_is"
    for name in WAYS:
        assert row[name] == {key: again["ways"][name][key]["mean"] for key in COMPARED}


def test_the_page_says_what_the_summary_says() -> None:
    summary, page = json.loads((COMMITTED / "summary.json").read_text()), PAGE.read_text()
    rows = []
    for one in MEASURES:
        ours, theirs = (said(summary["ways"][name][one.key]["mean"], one.unit) for name in WAYS)
        rows.append(f"| {one.means} | {ours} | {theirs} |")
    for change in summary["changes"]["rows"]:
        told = (("cost", MONEY), ("bad_hires", SHARE), ("bad_days", COUNT), ("found", SHARE))
        cells = [said(change[name][key], unit) for key, unit in told for name in WAYS]
        rows.append(f"| {' | '.join([change['means'], *cells])} |")
    for source in SOURCES:
        words = f"{source.source}{' *(assumed)*' if source.assumed else ''}"
        rows.append(f"| `{source.name}` | {summary['figures'][source.name]} | {source.means} | {words} |")
    assert [row for row in rows if row not in page] == []
    dearer = sum(row["foretaste"]["cost"] > row["traditional"]["cost"] for row in summary["changes"]["rows"][1:])
    assert f"turns in {dearer} of the {len(CHANGES) - 1} other" in page
    assert f"{sum(source.assumed for source in SOURCES)} of {len(SOURCES)} of which are assumptions" in page
    assert [name for name in files(summary) if name.endswith(".svg") and f"simulated-world/{name}" not in page] == []


def test_pictures_are_drawings_that_say_what_they_show() -> None:
    for path in COMMITTED.glob("*.svg"):
        root = ET.parse(path).getroot()
        names = [each.tag.rpartition("}")[2] for each in root]
        assert names[:3] == ["title", "desc", "style"]
        assert "prefers-color-scheme: dark" in (root[2].text or "")
        assert len(root[1].text or "") > 40


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_moves_on_a_terminal_and_ends_with_its_line() -> None:
    shown = Terminal()
    tell = Progress(shown)
    tell(0, 4, "living the first world")
    tell(1, 4, "counting")
    tell(4, 4, "done")
    bars = shown.getvalue().split("\r")[1:]
    assert [bar[:38] for bar in bars] == [
        f"[{'.' * 30}]   0% ",
        f"[{'#' * 7}{'.' * 23}]  25% ",
        f"[{'#' * 30}] 100% ",
    ]
    assert len({len(bar.rstrip(chr(10))) for bar in bars}) == 1  # nothing of a longer line stays behind
    assert [bar.endswith("\n") for bar in bars] == [False, False, True]


def test_another_seed_gives_other_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for seed in ("5", "6"):
        assert main([*SMALL, "--seed", seed, "--out", str(tmp_path / seed)]) == 0
    assert (tmp_path / "5" / "outcomes.csv").read_bytes() != (tmp_path / "6" / "outcomes.csv").read_bytes()
