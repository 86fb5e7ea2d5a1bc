"""What no linter knows: who writes state, what a file may be called, what a template may hold."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from glob import glob
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "foretaste"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((PACKAGE / "web" / "templates").rglob("*.html"))


@lru_cache(maxsize=1)
def parsed() -> list[tuple[Path, ast.Module]]:
    """Every module of ours, read once: nobody changes a tree."""
    return [(path, ast.parse(path.read_text())) for path in MODULES]


def outside(tree: ast.Module, allowed: re.Pattern[str]) -> Iterator[ast.AST]:
    """Walk everything that no function of an allowed name encloses."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef) and allowed.fullmatch(node.name):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


# A question put to a person (a case, a proposed move of a day) has no table of transitions: who decided it, when
# and how are columns of the row itself. The trial it is about moves by `_move` like any other.
OF_A_RECORD = {"case", "move"}
MOVE = re.compile(r"_?move(_\w+)?")


def writes_state(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    flat = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return any(
        isinstance(target, ast.Attribute) and target.attr == "state" and ast.unparse(target.value) not in OF_A_RECORD
        for target in flat
    )


def updates_state(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "update"
        and any(keyword.arg == "state" for keyword in node.keywords)
    )


def test_only_move_writes_state():
    """Money's own rows (an order, a payout) are apart: they follow the provider; the ledger is their history."""
    found = [
        place(path, node)
        for path, tree in parsed()
        if "money" not in path.parts
        for node in outside(tree, MOVE)
        if writes_state(node)
    ]
    assert found == []


def test_no_update_writes_state_past_move():
    found = [
        place(path, node)
        for path, tree in parsed()
        if "money" not in path.parts
        for node in outside(tree, MOVE)
        if updates_state(node)
    ]
    assert found == []


@pytest.mark.parametrize("code", ["trial.state = 'ended'", "before, trial.state = trial.state, 'ended'"])
def test_a_write_past_move_is_seen(code):
    tree = ast.parse(f"def _end(trial):\n    {code}\n")
    assert any(writes_state(node) for node in outside(tree, MOVE))
    tree = ast.parse(f"def _move(trial):\n    {code}\n")
    assert not any(writes_state(node) for node in outside(tree, MOVE))


def is_marked(function: ast.FunctionDef, mark: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == mark for each in function.decorator_list)


def test_actions_take_keywords_only_and_say_when():
    wrong = []
    for path, tree in parsed():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and is_marked(node, "action"):
                arguments = node.args
                if arguments.args or arguments.posonlyargs or arguments.vararg:
                    wrong.append(place(path, node))
    assert wrong == []


def test_actions_never_call_actions():
    names: dict[str, set[str]] = {}
    for path, tree in parsed():
        context = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and is_marked(node, "action"):
                names.setdefault(context, set()).add(node.name)
    wrong = []
    for path, tree in parsed():
        own = names.get(path.relative_to(PACKAGE).parts[0], set())
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef) and is_marked(function, "action"):
                wrong += [
                    place(path, call)
                    for call in ast.walk(function)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in own
                ]
    assert wrong == []


def test_the_clock_has_one_door():
    """Only core/calendars.py reads the world's clock. A rehearsal stands outside of an instance and has its own."""
    doors = [PACKAGE / "core" / "calendars.py", PACKAGE / "rehearse.py"]
    wrong = [
        place(path, node)
        for path, tree in parsed()
        if path not in doors
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "date", "timezone"}
    ]
    assert wrong == []


FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "managers", "service", "services"}


def test_no_file_is_called_after_nothing():
    found = [
        str(path.relative_to(ROOT))
        for folder in (PACKAGE, ROOT / "config", ROOT / "tests", ROOT / "benchmarks")
        for path in folder.rglob("*")
        if path.stem.lower() in FORBIDDEN_NAMES
    ]
    assert found == []


def test_every_module_says_what_it_is():
    """A docstring on every file that holds code."""
    assert [place(path, tree) for path, tree in parsed() if tree.body and not ast.get_docstring(tree)] == []


INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script's body": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script address": re.compile(r"javascript:", re.I),
}


@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds(what):
    """The Content-Security-Policy would refuse it; here it says so before a browser does."""
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if INLINE[what].search(path.read_text())]
    assert found == []


@pytest.mark.parametrize(
    ("what", "sample"),
    [
        ("a style attribute", '<p class="x" style="color: red">'),
        ("an event attribute", '<button onclick="go()">'),
        ("a script's body", "<script>go()</script>"),
        ("a style element", "<style>p {}</style>"),
        ("a script address", '<a href="javascript:go()">'),
    ],
)
def test_an_inline_sample_is_seen(what, sample):
    assert INLINE[what].search(sample)


def test_no_context_reaches_another_s_models_by_name() -> None:
    """A model looked up by its name would walk past the import contracts: ask the other context's queries."""
    found = [
        place(path, node)
        for path, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "get_model"
    ]
    assert found == []


def test_whatever_opens_in_a_new_window_says_so():
    links = [
        (path.name, link)
        for path in TEMPLATES
        for link in re.findall(r"<a\b(?:[^<]|<(?!/a>))*?</a>", path.read_text())
        if "_blank" in link
    ]
    assert len(links) >= 4
    assert [link for link in links if "ui/new_window.html" not in link[1]] == []


def test_what_others_wrote_goes_into_a_wheel_with_its_licence():
    """The builder's patterns know no `**`: a folder that lies deeper would be left out without a word."""
    named = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license-files"]
    taken = {name for pattern in named for name in glob(pattern, root_dir=ROOT)}
    notes = [path for name in ("LICENSE", "OFL.txt", "README.md", "NOTICE") for path in PACKAGE.rglob(name)]
    assert len(notes) >= 9
    assert {str(path.relative_to(ROOT)) for path in notes} == taken - {"LICENSE"}
