# The same few commands on every machine with Python 3.11 or newer and make; nothing else is needed.
# Each one does its own set-up, in .venv, and does it once.

VENV := .venv
BIN := $(VENV)/bin
SESSION := examples/evening-group/session.toml
# The example session lies in December 2026; this is the day on which the demo prepares it.
DEMO_NOW := 2026-11-24T09:00:00-05:00
JOBS ?= auto
ifndef SEED
SEED := $(shell date +%s)
endif

.PHONY: help demo check test soak bench lint generate dist tools constraints locks audit clean

help:
	@echo "make demo    prepare the example session and say where to look"
	@echo "make check   what an edit needs, in a minute or two: lint, and the tests of the rooms that changed"
	@echo "make test    run all the tests"
	@echo "make lint    style, types and which room may use which"
	@echo "make generate  write anew what is made from the code: schemas, references, the table of fields, docs.pot"
	@echo "make dist    build the source archive, the wheel, and the list of what is in an installation (SBOM)"
	@echo "make locks   write anew what each extra installs, by digest; make audit asks for known weaknesses"
	@echo "make tools   install the outside validators (Linux; Java, Maven and npm must be there)"
	@echo "make soak    the tests at full size (hours), or PART=vault alone; the logs go to docs/measurements"
	@echo "make bench   measure beside other programs, or PART=crowd alone; see docs/performance.md"

demo: $(VENV)/.ready
	@ACCESS_KIT_NOW=$(DEMO_NOW) $(BIN)/access-kit prepare $(SESSION)
	@echo
	@echo "The example session is prepared. Look at:"
	@find $(dir $(SESSION))out -name 'runsheet.html' -exec echo "  for the facilitator:   {}" \;
	@find $(dir $(SESSION))out -type d -name packets -exec echo "  a packet for each:     {}" \;
	@find $(dir $(SESSION))out -type d -name group -exec echo "  the same for everyone: {}" \;

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal

# SINCE names the commit against which an edit is looked at.
SINCE ?= main
check: lint
	$(BIN)/python -m tools.changed_tests --since $(SINCE) | xargs -r $(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal

# The tests at full size run part by part, each with a log of its own: PART=vault runs one of them.
SOAK_session := tests/workflow tests/recommend tests/cli tests/kit tests/examples
SOAK_languages := tests/languages tests/localization tests/i18n
SOAK_captions := tests/captions tests/timed_text
SOAK_library := tests/documents/test_library_formats.py tests/documents/test_round_trip.py
SOAK_formats := tests/documents tests/materials tests/validators
SOAK_vault := tests/store tests/profiles tests/intake
SOAK_week := tests/week
SOAK_mail := tests/delivery tests/send
SOAK_lives := tests/lives/test_lives.py tests/lives/test_words_alone.py
SOAK_harms := tests/harms tests/adversary
SOAK_readers := tests/readers
SOAK_calendar := tests/calendars
SOAK_season := tests/groups tests/lives/test_seasons.py
SOAK_promises := tests/promises
SOAK_PARTS := session languages captions library formats vault mail harms lives readers calendar season promises week

soak: $(addprefix soak-,$(or $(PART),$(SOAK_PARTS)))

soak-%: $(VENV)/.ready-dev
	@set -o pipefail; commit=$$(git describe --always --dirty --abbrev=12); { \
	  echo "command: make soak PART=$* SEED=$(SEED)"; \
	  echo "date:    $$(date +%Y-%m-%d)"; \
	  echo "commit:  $$commit"; \
	  ACCESS_KIT_SOAK=1 ACCESS_KIT_SEED=$(SEED) $(BIN)/python -m pytest --no-header -q \
	    -n $(JOBS) --dist worksteal --timeout 7200 --hypothesis-seed=$(SEED) --durations=20 $(SOAK_$*); \
	} 2>&1 | sed -u -e 's#$(CURDIR)/##g' -e "s#$${TMPDIR:-/tmp}/##g" | tee docs/measurements/soak-$*.log

bench: $(VENV)/.ready-bench
	$(BIN)/python -m benchmarks $(PART)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# A test fails where one of these is stale.
generate: $(VENV)/.ready-dev
	$(BIN)/python -m tools.write_schemas
	$(BIN)/python -m tools.command_reference
	$(BIN)/python -m tools.access_for_all
	$(BIN)/python -m tools.man_page
	$(BIN)/python -m tools.capacity
	$(BIN)/python -m tests.first_hour.guide
	$(BIN)/access-kit locales extract --locales locales --quiet

# Together they hold every part that somebody may install; the other locks are pieces of "all".
SHIPPED_LOCKS := all captions cluster whisper postgres

dist: $(VENV)/.ready-dev
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	for one in $(SHIPPED_LOCKS); do \
	  $(BIN)/cyclonedx-py requirements locks/$$one.txt --of JSON -o dist/access-kit-$$one.cdx.json || exit; \
	done

tools:
	.ci/tools.sh

# Written from what is installed here; .ci/run holds every install to these versions. What differs
# from system to system stands in pyproject.toml.
constraints: $(VENV)/.ready-dev
	$(BIN)/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools \
	  --exclude pocketsphinx --exclude vosk > constraints.txt

# What each extra installs, by version and digest, for every system: from the package index.
locks: constraints.txt $(VENV)/.ready-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tools.locks

# Known weaknesses of what we install: asks a service, so it is no part of the tests.
audit: $(VENV)/.ready-dev
	$(BIN)/python -m pip install -q pip-audit
	for one in $(SHIPPED_LOCKS) dev; do \
	  $(BIN)/pip-audit --require-hashes --disable-pip -r locks/$$one.txt || exit; \
	done
	cd tests/validators && npm audit

clean:
	rm -rf dist build $(VENV) .tools

SHELL := /bin/bash

$(BIN)/python:
	@for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Setting up $(VENV) with $$($$python --version)"; \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "access-kit needs Python 3.11 or newer, and none of python3.13, python3.12, python3.11 and python3 is that." >&2; \
	exit 1

$(VENV)/.ready: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@ $(VENV)/.ready

$(VENV)/.ready-bench: benchmarks/requirements.txt benchmarks/requirements-alone.txt $(VENV)/.ready-dev
	$(BIN)/python -m pip install -q -r benchmarks/requirements.txt
	$(BIN)/python -m pip install -q --no-deps -r benchmarks/requirements-alone.txt
	@touch $@
