"""Each import contract holds, and was seen to fail: with a violating import in the graph it breaks."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter.application.use_cases import _register_contract_types, read_user_options
from importlinter.configuration import configure
from importlinter.domain.contract import Contract, registry

configure()

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
_register_contract_types(OPTIONS)
CONTRACTS: dict[str, dict[str, Any]] = {options["id"]: options for options in OPTIONS.contracts_options}


def imports(importer: str, imported: str) -> Callable[[grimp.ImportGraph], None]:
    def violate(graph: grimp.ImportGraph) -> None:
        for name in (importer, imported):
            assert name in graph.modules or not name.startswith("foretaste"), f"{name} is no module any more"
        graph.add_import(importer=importer, imported=imported)

    return violate


def a_new_folder(graph: grimp.ImportGraph) -> None:
    graph.add_module("foretaste.somewhere")


def a_cycle(graph: grimp.ImportGraph) -> None:
    graph.add_import(importer="foretaste.core.amounts", imported="foretaste.core.calendars")
    graph.add_import(importer="foretaste.core.calendars", imported="foretaste.core.amounts")


VIOLATIONS = [
    ("between-contexts", imports("foretaste.money.apps", "foretaste.trials.events")),
    ("between-contexts", imports("foretaste.core.amounts", "foretaste.accounts.actors")),
    ("between-contexts", imports("foretaste.trials.lifecycle", "foretaste.web.urls")),
    ("between-contexts", imports("foretaste.web.urls", "foretaste.api.apps")),
    ("between-contexts", a_new_folder),
    ("within-a-context", imports("foretaste.accounts.models", "foretaste.accounts.actions")),
    ("within-a-context", imports("foretaste.accounts.queries", "foretaste.accounts.actions")),
    ("within-a-context", imports("foretaste.trials.lifecycle", "foretaste.trials.models")),
    ("only-money-reaches-the-ledger", imports("foretaste.trials.events", "foretaste.money.ledger")),
    ("only-money-reaches-the-ledger", imports("foretaste.insights.queries", "foretaste.money.ledger")),
    ("pure-modules-never-import-django", imports("foretaste.trials.lifecycle", "django")),
    ("pure-modules-never-import-django", imports("foretaste.money.endings", "psycopg")),
    ("pure-modules-never-import-django", imports("foretaste.simulation.figures", "django")),
    ("between-contexts", imports("foretaste.web.urls", "foretaste.simulation.running")),
    ("only-our-own-go-out", imports("foretaste.syndication.outbound.google", "foretaste.syndication.models")),
    ("only-our-own-go-out", imports("foretaste.syndication.outbound.feeds", "foretaste.syndication.inbound")),
    ("what-is-recommended-knows-no-trial", imports("foretaste.matching.market", "foretaste.trials.queries")),
    ("what-is-recommended-knows-no-trial", imports("foretaste.matching.reasons", "foretaste.evaluations.models")),
    ("the-house-runs-without-django", imports("foretaste.house.instance", "django")),
    ("no-cycles-among-siblings", a_cycle),
    *(
        (contract, imports("foretaste.web.urls", options["protected_modules"][0]))
        for contract, options in CONTRACTS.items()
        if contract.startswith("models-of-")
    ),
]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "foretaste", include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None
    )


def check(contract: str, graph: grimp.ImportGraph) -> bool:
    options = CONTRACTS[contract]
    kind: type[Contract] = registry.get_contract_class(options["type"])
    own = {name: value for name, value in options.items() if name not in {"id", "name", "type"}}
    return kind(options["name"], OPTIONS.session_options, own).check(copy.deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_contract_holds(contract, graph):
    assert check(contract, graph)


@pytest.mark.parametrize(("contract", "violate"), VIOLATIONS, ids=[row[0] for row in VIOLATIONS])
def test_the_contract_fails_when_violated(contract, violate, graph):
    violated = copy.deepcopy(graph)
    violate(violated)
    assert not check(contract, violated)


def test_every_contract_has_a_violating_sample():
    assert {contract for contract, _violate in VIOLATIONS} == set(CONTRACTS)
