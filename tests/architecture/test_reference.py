"""docs/reference/ names every variable the code reads, every letter, every number the sandbox bank knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from config.documents import LOCAL, MAILS, PRODUCTION, own_settings
from foretaste.messaging import letters
from foretaste.money.providers import sandbox

ROOT = Path(__file__).resolve().parents[2]
READERS = {"text", "required", "flag", "whole_number", "names", "key"}
NOT_OURS = {"PGOPTIONS", "FORETASTE_TESTS_SERVER"}


def read_by(file: Path) -> set[str]:
    """Return the variables a file reads: `environment.flag("DEMO")`, `os.environ.get("DEMO")`, `os.environ["DEMO"]`."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="environment"), attr=name), args=[ast.Constant(value), *_]
            ):
                if name in READERS:
                    found.add(value)
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value), *_]) if name in READERS:
                found.add(value)
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="environ")), args=[ast.Constant(value), *_]):
                found.add(value)
            case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value)):
                found.add(value)
    return {name for name in found if re.fullmatch(r"[A-Z_]+", str(name))}


def test_every_variable_is_told():
    files = [
        *(ROOT / "config").rglob("*.py"),
        ROOT / "foretaste" / "cli.py",
        *(ROOT / "foretaste" / "house").glob("*.py"),
    ]
    read = set().union(*map(read_by, files)) - NOT_OURS
    told = {variable.name for variable in (*PRODUCTION, *LOCAL)}
    assert read == told


def test_every_setting_says_what_it_means():
    silent = {name for name, _, means in own_settings() if means == "the variable of that name sets it"}
    by_variable = {name for name, _, _ in own_settings() if name.startswith(("STRIPE_", "MANUAL_"))}
    assert silent == {"INSTANCE_NAME", "PAYMENT_PROVIDER", "ALLOW_SANDBOX_PROVIDER", *by_variable}


def test_every_letter_has_its_row():
    assert set(MAILS) == set(letters.__all__)


def test_the_page_of_the_sandbox_has_every_number():
    page = (ROOT / "docs" / "reference" / "sandbox.md").read_text()
    cards = {sandbox.GOOD_CARD, *sandbox.DECLINED, *sandbox.CARDS}
    assert {number.replace(" ", "") for number in re.findall(r"\d{4} \d{4} \d{4} \d{4}", page)} == cards
    assert set(re.findall(r"`(000\d)`", page)) == set(sandbox.ACCOUNTS)
