# Everything here works on a fresh machine with Python 3.11 or newer and make: the environment makes itself.

PYTHON ?= python3
PORT ?= 8000
DATA ?= data/demo

VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made-from-the-lock

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench crash minutes-score minutes-learn lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## / - /'

demo: $(MADE)  ## try everything in a web page, with no account (PORT=8000, DATA=data/demo)
	@$(BIN)/arising demo --port $(PORT) --data $(DATA)

test: $(MADE)  ## every test; ends with what did not run, and how to get it
	@$(BIN)/python -m pytest -n 3 --dist worksteal

check: $(MADE)  ## format, lint, types, who may import whom
	@$(BIN)/ruff format --check --quiet --output-format=concise . || { echo "Some files are not formatted: make format" >&2; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

format: $(MADE)  ## put every file in order
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(MADE)  ## measure, beside what it is measured against; writes bench/results.json
	@$(BIN)/python -m bench

crash: $(MADE)  ## kill and freeze the server in its work, for an hour or two; goes on where it was left (data/crash.jsonl)
	@$(BIN)/python -m tests.crash

minutes-score: $(MADE)  ## how well minutes are read (FOLDERS="one two": labelled minutes that were left out)
	@$(BIN)/python -m bench.minutes $(FOLDERS)

minutes-learn: $(MADE)  ## what actions and decisions sound like, from labelled minutes (FOLDERS="one two"); writes bot/minutes/wording.json
	@$(BIN)/python -m tests.unit.minutes.learning $(FOLDERS)

lock: $(MADE)  ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header \
		pyproject.toml --group dev -o requirements.lock

clean:  ## remove what was made (not your data)
	@rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# The application runs from its checkout: a .pth file puts it on the path, and nothing has to be built.
$(MADE): requirements.lock
	@command -v $(PYTHON) >/dev/null || { \
		echo "Python 3.11 or newer is needed, and there is no $(PYTHON) here (try: make PYTHON=python3.12)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; $$($(PYTHON) --version) is too old (try: make PYTHON=python3.12)." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "This Python has no venv module. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up .venv from requirements.lock: about a minute, and only when the lock has changed."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -c 'import pathlib, sys, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "arising.pth").write_text(sys.argv[1] + "\n")' "$(CURDIR)"
	@printf '#!/bin/sh\nexec "%s/python" -P -m adapters.cli "$$@"\n' "$(CURDIR)/$(BIN)" > $(BIN)/arising
	@chmod +x $(BIN)/arising
	@touch $@
