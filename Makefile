PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Test processes, each with a PostgreSQL of its own: more than 4 need more memory than they save time.
# Each begins with a run of whole files, so that what a file sets up is set up once.
# One more than there are processors: tests of whole processes and of crashes mostly wait.
PROCESSES := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); [ $$n -gt 3 ] && echo 4 || echo $$((n + 1)))
PARALLEL ?= --numprocesses $(PROCESSES) --dist worksteal
# Folders or files that `make test-fast` is narrowed to; none: all.
TESTS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Images set it. Then each of the many processes of the tests compiles the program and the tests again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup venv run test test-fast check migrations-check coverage fix bench bench-month migrate openapi rules rebuild lock clean

help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-17s %s\n", $$1, $$2}'

setup: $(VENV)/.dev-ok ## Make .venv with everything that running, testing and measuring need

run: $(VENV)/.run-ok ## Start a demonstration with an embedded database
	$(BIN)/triplicate demo

test: $(VENV)/.dev-ok ## Run every test, with a throw-away PostgreSQL
	$(BIN)/python -m pytest $(PARALLEL)

test-fast: $(VENV)/.dev-ok ## Run the tests that need no PostgreSQL and take no seconds
	$(BIN)/python -m pytest $(PARALLEL) -m "not postgres and not slow" $(TESTS)

check: $(VENV)/.dev-ok ## Check format, style, import contracts and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

migrations-check: $(VENV)/.dev-ok ## Check that the migrations make the tables the code expects
	$(BIN)/python -m pytest -q tests/test_migrations.py

coverage: $(VENV)/.dev-ok ## Run every test and print the lines no test reached
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage report

fix: $(VENV)/.dev-ok ## Format, and repair what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev-ok ## Run the benchmarks
	$(BIN)/python -m bench

bench-month: $(VENV)/.dev-ok ## Go through a month of 10,000 complaints, stage by stage
	$(BIN)/python -m bench month

migrate: $(VENV)/.run-ok ## Bring the configured database to the newest schema
	$(BIN)/triplicate migrate

openapi: $(VENV)/.run-ok ## Write docs/reference/openapi.json
	$(BIN)/triplicate openapi --force --output docs/reference/openapi.json

rules: $(VENV)/.dev-ok ## Write docs/rules.md: where every rule has its place
	$(BIN)/python -m tests.rules

rebuild: $(VENV)/.run-ok ## Make the projections anew from the log
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

# An environment that is half made (no ensurepip, interrupted) has a python but no pip that
# answers; one made by an older Python cannot be used either. Both are made again.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
define MAKE_VENV
@if ! $(BIN)/python -c 'import pip; $(NEW_ENOUGH)' 2>/dev/null; then \
	name='install one, or name one with `make PYTHON=/path/to/python3`'; \
	if ! $(PYTHON) -c '$(NEW_ENOUGH)' 2>/dev/null; then \
		echo "Python 3.11 or newer is needed, $(PYTHON) is not: $$name." >&2; exit 1; \
	fi; \
	if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo '$(PYTHON) lacks venv: on Debian and Ubuntu, `apt install python3-venv`.' >&2; exit 1; \
	fi; \
	$(PYTHON) -m venv --clear $(VENV); \
fi
endef

# The stamps make a second `make run` start at once. The build backend is in the lock, so that
# the editable install, which makes the command `triplicate`, fetches nothing unlocked.
PIP_INSTALL = $(BIN)/python -m pip install --quiet --no-deps
EDITABLE = $(PIP_INSTALL) --no-build-isolation --editable .

venv:
	$(MAKE_VENV)

$(VENV)/.run-ok: requirements.lock pyproject.toml
	$(MAKE_VENV)
	$(PIP_INSTALL) --require-hashes --requirement requirements.lock
	$(EDITABLE)
	touch $@

$(VENV)/.dev-ok: requirements-dev.lock pyproject.toml
	$(MAKE_VENV)
	$(PIP_INSTALL) --require-hashes --requirement requirements-dev.lock
	$(EDITABLE)
	touch $(VENV)/.run-ok $@
