# Two commands matter most: `make run` and `make test`. Both build what they need.

# The oldest Python that we support first, so that everybody runs the same one.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=

export HUDDLE_PORT ?= 8000
export HUDDLE_DATA_DIR ?= ./var
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help env run test check fix bench soak screens lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-6s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

env: $(VENV)/dev.stamp ## build .venv with everything a developer needs

run: $(VENV)/run.stamp ## start a practice ward on http://localhost:8000
	$(BIN)/huddle serve --practice --with-jobs

# Compiled files are kept: the tests start `huddle` a hundred times. tests/conftest.py says which file comes first.
test: $(VENV)/dev.stamp ## run every test, on SQLite, PostgreSQL and in a browser
	@.ci/system-packages browser
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: $(VENV)/dev.stamp ## look for mistakes, change nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint
	@! grep -nE '://|file:|(^|[ (])[./~]*/' requirements.lock requirements-dev.lock \
		|| { echo "A lock file names an address or a folder; run 'make lock'." >&2; exit 1; }

fix: $(VENV)/dev.stamp ## correct whatever can be corrected by a tool
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python docs/generate.py

bench: $(VENV)/dev.stamp ## measure how fast the app answers
	$(BIN)/python -m bench
	$(BIN)/python -m bench.atsize

soak: $(VENV)/dev.stamp ## run the full-size failure tests
	$(BIN)/python -m bench.soak

screens: $(VENV)/dev.stamp ## take the pictures of docs/screens anew
	@.ci/system-packages browser
	$(BIN)/python -m tests.journeys.gallery

# Hashes cannot cover the project itself, so it goes in on its own, and without downloading anything.
INSTALL := $(BIN)/python -m pip install --quiet
INSTALL_PROJECT := $(INSTALL) --no-deps --no-build-isolation --editable .

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL_PROJECT)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(BIN)/python:
	@PYTHON="$(PYTHON)" .ci/system-packages venv
	$(or $(PYTHON),python3) -m venv --clear $(VENV)

# Names, versions and hashes only: an address in a lock file would send everybody to one person's index.
UV := $(VENV)/lock/bin/uv --no-config pip compile --quiet pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade --group build

lock: | $(BIN)/python ## pin the newest allowed versions of all dependencies
	$(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet uv==0.13.9
	$(UV) --output-file requirements.lock
	$(UV) --group dev --constraint requirements.lock --output-file requirements-dev.lock
