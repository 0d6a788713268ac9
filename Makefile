# dialmart: `make help` lists what there is.

PYTHON ?= python3
VENV ?= .venv
ROWS ?= 5000000
SINCE ?= main

export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

bin := $(VENV)/bin
run := $(bin)/python
dialmart := $(bin)/dialmart
pip := $(run) -m pip --disable-pip-version-check --no-input
# What a variable was given, as one word for the shell: neither make nor the
# shell sees anything in it but text.
unexport RAW DB VARS CUSTOMER NAME SOURCE ACCEPT SINCE
given = '$(subst ','\'',$(value $(1)))'
paths = $(if $(value RAW),DIALMART_RAW=$(call given,RAW)) $(if $(value DB),DIALMART_DB=$(call given,DB)) $(if $(value ACCEPT),DIALMART_ACCEPT=$(call given,ACCEPT))
vars = $(if $(value VARS),--vars $(call given,VARS))

# Where the tests keep what dbt has parsed, too.
there := DIALMART_DB=target/tests/dialmart.duckdb DBT_TARGET_PATH=target/tests
pytest = $(run) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
sqlfluff = $(there) $(bin)/sqlfluff lint --disable-progress-bar --processes 0
# The SQL that differs from what it was on another branch.
since = $$(git merge-base HEAD $(call given,SINCE))
sql = 'models/*.sql' 'tests/*.sql' 'analyses/*.sql'
changed = $(shell git diff --name-only --diff-filter d $(since) -- $(sql); git ls-files --others --exclude-standard -- $(sql))
define checks
$(bin)/ruff check .
$(bin)/ruff format --check .
$(bin)/mypy
$(there) $(bin)/dbt parse --no-partial-parse --warn-error --show-all-deprecations
$(run) -m tools.checks.check_imports
$(there) $(run) -m tools.checks.check_layers
$(there) $(run) -m tools.checks.check_descriptions
endef

.DEFAULT_GOAL := help
.PHONY: help install install-dev build validate forget fit test check lint example sample bench clean

help:  ## Show this
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F '|' '{ printf "make %-12s %s\n", $$1, $$2 }'

install: $(VENV)/.run  ## Create .venv with what it takes to build

install-dev: $(VENV)/.dev  ## ... and with what it takes to test and lint

build: install  ## Land and build [RAW=folder] [DB=file] [VARS='{as_of_date: 2026-10-01}'] [FULL=1] [ACCEPT=name,...] [VERBOSE=1]
	$(paths) $(dialmart) build $(vars) $(if $(FULL),--full-refresh) $(if $(VERBOSE),--verbose)

validate: install  ## Check the last build against the expectations [DB=file] [ACCEPT=name,...] [SELF=1]
	$(paths) $(dialmart) validate $(if $(SELF),--self-test)

forget: install  ## Remove a customer for good: CUSTOMER=id [YES=1] [RAW=] [DB=] [VARS=] [VERBOSE=1]
	$(paths) $(dialmart) forget $(vars) $(if $(YES),--yes) $(if $(VERBOSE),--verbose) -- $(call given,CUSTOMER)

fit: install  ## Fit the model of buyers without a contract to the published marts [DB=file]
	$(paths) $(dialmart) fit buyers

test: install-dev  ## Run the test suite
	$(pytest) --durations 10 tests/python

check: install-dev  ## ... without the long files, and lint what changed [SINCE=main]
	$(checks)
	$(if $(changed),$(sqlfluff) $(changed))
	$(pytest) -m 'not long' tests/python

lint: install-dev  ## Check Python, SQL, layers and descriptions
	$(checks)
	$(sqlfluff) models tests analyses

example: install  ## Build from an example: NAME=... [SOURCE=its data]
	$(dialmart) example $(call given,NAME) $(if $(value SOURCE),--source $(call given,SOURCE)) --build

sample: install  ## Simulate a small operator into data/raw [RAW=folder]
	$(paths) $(dialmart) sample

bench: install  ## Measure a build: ROWS=5000000 call records
	$(run) -m tools.benchmark --rows $(ROWS)

clean:  ## Remove what tools have left; data stays
	rm -rf target logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path "./$(VENV)/*" -prune -exec rm -rf {} +

$(run):
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(run)
	@echo "Installing $< into $(VENV), about half a minute"
	@$(pip) install --quiet --require-hashes -r $<
	@$(pip) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	@echo "Installing $< into $(VENV)"
	@$(pip) install --quiet --require-hashes -r $<
	@touch $@
