# Every target installs what it needs; a second run costs about a second.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Compiled modules are kept: compiling the tests anew costs more than most of them take.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: setup demo test check thorough audit bench scale faults years docs lock format clean

setup: $(STAMP)

# `python3 -m venv` alone fails on a Debian without ensurepip, and the system's pip refuses to
# install for itself (PEP 668): a venv without pip, filled from outside, works on both.
$(VENV)/bin/python:
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(STAMP): $(VENV)/.run
	touch $@

$(VENV)/.dev: requirements-dev.lock $(STAMP)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --require-hashes -r requirements-dev.lock
	touch $@

demo: setup
	$(BIN)/tidtam demo

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The types are looked at beside the tests: either failing fails.
check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy & types=$$!; \
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow and not browser" --hypothesis-profile=quick; \
	tests=$$?; wait $$types && exit $$tests

test: $(VENV)/.dev
	./tests/run

# Every combination of what `make test` meets in turns: odd values in forms and addresses, many more examples.
thorough: $(VENV)/.dev
	$(BIN)/pytest -n 2 --dist load -m thorough

# Known weaknesses of the locked packages; needs pypi.org itself, and says so where that is not reached.
audit: $(VENV)/bin/python
	$(PYTHON) -m venv --without-pip build/audit
	$(PYTHON) -m pip --python build/audit/bin/python install --quiet "pip-audit>=2.9,<3"
	$(BIN)/python -m tests.audit build/audit/bin/pip-audit

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

# A country of agencies in PostgreSQL: its last day planned, delivered and answered, beside one agency's.
AGENCIES ?= 7850
scale: $(VENV)/.dev
	$(BIN)/python -m tests.scale $(AGENCIES)

# Twelve officers, processes killed at random, LINE on its bad days: what people saw and sent against what is stored.
RUNS ?= 1
SEED ?= 1
KILLS ?= 200
OFFICERS ?= 12
DATABASE ?= both
STORAGE ?= folder
faults: $(VENV)/.dev
	for seed in $$(seq $(SEED) $$(($(SEED) + $(RUNS) - 1))); do \
	  $(BIN)/python -m tests.faults --officers $(OFFICERS) --kills $(KILLS) --seed $$seed --database $(DATABASE) --storage $(STORAGE) || exit 1; \
	done

# Whole fiscal years in one process, in virtual time, with faults at every step: what Tidtam promises, after each step.
years: RUNS = 1000
years: $(VENV)/.dev
	$(BIN)/python -m tests.years --runs $(RUNS) --seed $(SEED)

docs: $(VENV)/.dev
	$(BIN)/python -m tests.docs

# The locks are made from pyproject.toml; pip installs them by hash.
COMPILE = UV_NO_CONFIG=1 UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml
lock: $(VENV)/bin/python
	$(PYTHON) -m pip --python $(BIN)/python install --quiet uv
	$(COMPILE) --group build -o requirements.lock
	$(COMPILE) --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV) var build *.egg-info
