PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast check migrations-check coverage fix bench bench-month migrate openapi rules rebuild lock clean

help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-17s %s\n", $$1, $$2}'

setup: .venv/.dev-ok ## Make .venv with everything that running, testing and measuring need

run: .venv/.run-ok ## Start a demonstration with an embedded database
	$(BIN)/triplicate demo

test: .venv/.dev-ok ## Run every test, with a throw-away PostgreSQL
	$(BIN)/python -m pytest

test-fast: .venv/.dev-ok ## Run the tests that need no PostgreSQL and take no seconds
	$(BIN)/python -m pytest -m "not postgres and not slow"

check: .venv/.dev-ok ## Check format, style, import contracts and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

migrations-check: .venv/.dev-ok ## Check that the migrations make the tables the code expects
	$(BIN)/python -m pytest -q tests/test_migrations.py

coverage: .venv/.dev-ok ## Run every test and print the lines no test reached
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage report

fix: .venv/.dev-ok ## Format, and repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev-ok ## Run the benchmarks
	$(BIN)/python -m bench

bench-month: .venv/.dev-ok ## Go through a month of 10,000 complaints, stage by stage
	$(BIN)/python -m bench month

migrate: .venv/.run-ok ## Bring the configured database to the newest schema
	$(BIN)/triplicate migrate

openapi: .venv/.run-ok ## Write docs/reference/openapi.json
	$(BIN)/triplicate openapi --output docs/reference/openapi.json

rules: .venv/.dev-ok ## Write docs/rules.md: where every rule has its place
	$(BIN)/python -m tests.rules

rebuild: .venv/.run-ok ## Make the projections anew from the log
	$(BIN)/triplicate rebuild

# The development lock takes over every version of the run-time lock, so that both fit into
# one .venv. `make lock UPGRADE=--upgrade` moves all of them to the newest.
COMPILE = build/uv/bin/uv pip compile pyproject.toml --group build $(UPGRADE) --quiet \
	--universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate

lock: ## Write both lock files from pyproject.toml
	test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv; }
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --group bench --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove everything that can be made again
	rm -rf .venv build .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find app tests alembic bench -name __pycache__ -prune -exec rm -rf {} +

# The stamps make a second `make run` start at once. The build backend is in the lock, so that
# the editable install, which makes the command `triplicate`, fetches nothing unlocked.
PIP_INSTALL = $(BIN)/python -m pip install --quiet --no-deps
EDITABLE = $(PIP_INSTALL) --no-build-isolation --editable .

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run-ok: requirements.lock pyproject.toml | .venv/bin/python
	$(PIP_INSTALL) --require-hashes --requirement requirements.lock
	$(EDITABLE)
	touch $@

.venv/.dev-ok: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(PIP_INSTALL) --require-hashes --requirement requirements-dev.lock
	$(EDITABLE)
	touch .venv/.run-ok $@
