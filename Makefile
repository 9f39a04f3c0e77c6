# Sets Darial up in .venv, runs it and tests it; `make` alone lists the targets.
# The Dockerfile takes the same steps; tests/test_deployment.py holds the two together.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock' \
	$(if $(UPGRADE),--upgrade)

# Which tests run twice: in a SQLite file and on a server. `make test ON_SERVER=` leaves that out.
ON_SERVER := tests/store
AGAIN = DARIAL_TEST_STORE=postgresql $(BIN)/pytest --numprocesses=auto --dist=worksteal

# The first of these that is new enough makes the environment; `make run PYTHON=/a/python` picks one.
PYTHON ?=
PYTHONS := $(or $(PYTHON),python3.12 python3.13 python3.11 python3)

# Python keeps what it compiled, whatever the shell says: tests start interpreters by the dozen.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup test postgresql coverage bench chaos lock format clean ALWAYS

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /make \1: /p' Makefile

run: $(VENV)/.runtime ## set up what is missing, then serve on DARIAL_HOST:DARIAL_PORT
	@exec $(BIN)/darial serve --prepare

setup: $(VENV)/.dev ## set up everything that `make test` needs

test: $(VENV)/.dev ## format, lint, types, import contracts, migrations, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses=auto --dist=worksteal
	$(if $(ON_SERVER),$(AGAIN) $(ON_SERVER))

postgresql: $(VENV)/.dev ## all tests that use a database again, on a PostgreSQL server they start
	$(AGAIN) tests

coverage: $(VENV)/.dev ## tests again, with what they leave out; takes nearly twice as long
	$(BIN)/pytest --numprocesses=auto --dist=worksteal --cov --cov-report=term

bench: $(VENV)/.runtime ## measure; FULL=1 for the large sizes
	$(BIN)/python -m benchmarks

chaos: $(VENV)/.dev ## three replicas, load, and faults for 20 minutes; SHORT=1 for two
	$(BIN)/python -m tests.chaos $(if $(SHORT),--seconds 60 --short) $(if $(SEED),--seed $(SEED))

lock: $(VENV)/.dev ## write the hashed requirement files; UPGRADE=1 takes newer versions
	$(COMPILE) pyproject.toml --group build --output-file requirements/runtime.txt
	$(COMPILE) pyproject.toml --group build --group dev --constraints requirements/runtime.txt \
		--output-file requirements/dev.txt

format: $(VENV)/.dev ## format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove the environment and the caches; the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f .coverage .coverage.*
	find app migrations tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# A file in .venv stands for each finished step, so a repeated run does nothing.

# The locked files name everything, so nothing is resolved (--no-deps): pip's older resolvers would
# follow a package's extra to a newer release than the locked one, and refuse it for its hash.

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml $(VENV)/.made-in
	@echo "Installing the locked packages ..."
	@$(PIP_INSTALL) --require-hashes --no-deps --requirement requirements/runtime.txt \
		|| { $(call sorry,Installing requirements/runtime.txt); }
	@$(PIP_INSTALL) --no-build-isolation --no-deps --editable . \
		|| { $(call sorry,Installing Darial itself); }
	@touch $@

# requirements/dev.txt holds everything of runtime.txt, so this step covers that one. Of the tools little
# is ever imported: Python compiles that when it is, which takes less time than compiling them all.
$(VENV)/.dev: requirements/dev.txt pyproject.toml $(VENV)/.made-in
	@echo "Installing the locked packages and the tools for testing ..."
	@$(PIP_INSTALL) --no-compile --require-hashes --no-deps --requirement requirements/dev.txt \
		|| { $(call sorry,Installing requirements/dev.txt); }
	@$(PIP_INSTALL) --no-build-isolation --no-deps --editable . \
		|| { $(call sorry,Installing Darial itself); }
	@touch $(VENV)/.runtime $@

# The reason for a failed step, in one sentence; 500 MB is what everything together takes.
sorry = free=$$(df -Pk . | awk 'NR == 2 { print int($$4 / 1024) }'); \
	if [ "$${free:-500}" -lt 500 ]; then \
		echo "$(1) failed because the disk is full: of the 500 MB it takes $$free are free, so" \
			"make room and run the same make command again." >&2; \
	else \
		echo "$(1) failed for the reason above: mend that (most often the network is away) and" \
			"run the same make command again." >&2; \
	fi; \
	exit 1

# An environment whose Python is gone, or whose folder was moved or copied, is made anew.
ifneq "$(shell test -x $(BIN)/python && cat $(VENV)/.made-in 2>/dev/null)" "$(CURDIR)"
$(VENV)/.made-in: ALWAYS
endif

$(VENV)/.made-in:
	@found=; tried=; \
	for python in $(PYTHONS); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$python; break; \
		fi; \
		version=$$("$$python" -c 'import platform; print(platform.python_version())' 2>/dev/null); \
		tried="$$tried $$python ($${version:-missing})"; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Darial needs Python 3.11 or newer and found only:$$tried; install one, or name it" \
			"with make PYTHON=/path/to/python3." >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found lacks its venv module: install that (Debian and Ubuntu call the package" \
			"python3-venv) and run the same make command again." >&2; exit 1; \
	fi; \
	echo "Creating $(VENV) with $$found ..."; \
	if ! { rm -rf $(VENV) && "$$found" -m venv $(VENV); }; then \
		rm -rf $(VENV); \
		$(call sorry,Creating $(VENV)); \
	fi
	@echo "$(CURDIR)" > $@
