"""What the pages in docs/ name exists: files, headings, functions, addresses of the instance, commands."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
PATH = re.compile(r"`((?:foretaste|config|tests|docs|benchmarks|requirements)/[\w./-]*\w/?)`")
CONTEXTS = "core|accounts|money|opportunities|trials|evaluations|messaging|insights|web|api"
DOTTED = re.compile(rf"`((?:{CONTEXTS})(?:\.\w+)+)`")
NAME = re.compile(r"`([A-Za-z_]\w*(?:\.\w+)?)(?:\(\))?`")


def links() -> list[tuple[Path, str, str]]:
    return [(page, *found) for page in PAGES for found in LINK.findall(FENCE.sub("", page.read_text()))]


def ours(address: str) -> bool:
    return not re.match(r"[a-z]+:", address)


def slug(heading: str) -> str:
    """Return the anchor of a heading, as code hosts make it."""
    words = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


@cache
def anchors(page: Path) -> set[str]:
    return {slug(line.lstrip("#")) for line in FENCE.sub("", page.read_text()).splitlines() if line.startswith("#")}


@cache
def defined(file: Path) -> set[str]:
    """Return every name a module defines or carries: functions, classes, their fields, what it imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case ast.ImportFrom(names=imported):
                names |= {each.asname or each.name for each in imported}
    return names


def modules_of(place: Path) -> list[Path]:
    return [place.with_suffix(".py")] if place.with_suffix(".py").is_file() else sorted(place.rglob("*.py"))


def is_there(dotted: str) -> bool:
    """Follow `trials.actions.exit_trial` as far as folders and files go; what is left must be defined there."""
    place, rest = ROOT / "foretaste", dotted.split(".")
    while rest and ((place / rest[0]).is_dir() or (place / f"{rest[0]}.py").is_file()):
        place /= rest.pop(0)
    return all(any(name in defined(module) for module in modules_of(place)) for name in rest)


def test_every_link_leads_somewhere():
    broken = []
    for page, _, address in links():
        if not ours(address):
            continue
        file, _, anchor = address.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or ROOT not in [target, *target.parents]:
            broken.append(f"{page.relative_to(ROOT)}: {address}")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            broken.append(f"{page.relative_to(ROOT)}: {address} (no such heading)")
    assert broken == []


def test_a_link_named_after_code_leads_to_that_code():
    """[`exit_trial`](../foretaste/trials/actions/leaving.py): the file defines that name."""
    wrong = []
    for page, text, address in links():
        target = (page.parent / address.partition("#")[0]).resolve()
        if ours(address) and target.suffix == ".py" and target.is_file():
            wrong += [
                f"{page.relative_to(ROOT)}: {name} is not in {address}"
                for name in NAME.findall(text)
                if not name.endswith(".py") and not set(name.split(".")) <= defined(target)
            ]
    assert wrong == []


def test_every_file_and_name_in_the_text_exists():
    wrong = []
    for page in PAGES:
        text = page.read_text()
        wrong += [f"{page.relative_to(ROOT)}: {path}" for path in PATH.findall(text) if not (ROOT / path).exists()]
        wrong += [f"{page.relative_to(ROOT)}: {name}" for name in DOTTED.findall(text) if not is_there(name)]
    assert wrong == []


def test_every_page_is_reached_from_the_index():
    index = ROOT / "docs" / "README.md"
    linked = {(page.parent / address.partition("#")[0]).resolve() for page, _, address in links() if ours(address)}
    lost = [str(page) for page in PAGES if page.is_relative_to(ROOT / "docs") and page not in {*linked, index}]
    assert lost == []


@pytest.mark.parametrize("dotted", ["trials.actions.exit_quickly", "money.Purse", "trials.lifecycle.TRANSITIONZ"])
def test_a_name_that_is_not_there_is_seen(dotted):
    assert not is_there(dotted)


def test_the_readme_stays_short():
    assert len((ROOT / "README.md").read_text().splitlines()) < 100
