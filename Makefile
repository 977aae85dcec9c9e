# Two commands are all the set-up there is: `make up` and `make test`. `make help` lists the rest.

PYTHON ?= python3
STACK ?= dev
PACKS ?= cost resilience security
BIN := .venv/bin
RUN := $(BIN)/python -m
PYTEST := $(RUN) pytest --numprocesses 2 --dist loadfile
POLICIES := $(PACKS:%=--policy-pack policies/%)

.DEFAULT_GOAL := help
.PHONY: help up preview down check lint types contracts unit engine test bench docs costs lock states clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

up: .venv/run ## bring a stack up in the sandbox, if the policy packs let it (STACK=dev)
	@$(RUN) tenfold_ops sandbox up --stack $(STACK) -- $(POLICIES)

preview: .venv/run ## show what `make up` would change, and what the policy packs say (STACK=dev)
	@$(RUN) tenfold_ops sandbox preview --stack $(STACK) -- $(POLICIES)

down: .venv/run ## destroy the stack in the sandbox (STACK=dev)
	@$(RUN) tenfold_ops sandbox down --stack $(STACK)

lint: .venv/dev
	$(RUN) ruff check
	$(RUN) ruff format --check

types: .venv/dev
	$(RUN) pyright

contracts: .venv/dev
	$(BIN)/lint-imports

check: lint types contracts ## lint, types, import contracts

unit: .venv/dev ## tests without the engine
	$(PYTEST) tests/unit

engine: .venv/dev ## tests with the real engine in the sandbox
	$(PYTEST) tests/engine

test: check ## everything that CI runs
	$(PYTEST)

bench: .venv/dev ## ratios, measured side by side in one run
	$(RUN) benchmarks

docs: .venv/dev ## renew what the documentation says of the code
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/costs_page.py
	$(RUN) tenfold_stacks.schema > docs/stack-settings.schema.json

costs: .venv/dev ## renew the previews that docs/costs.md is reckoned from
	$(BIN)/python docs/costs_graphs.py
	$(BIN)/python docs/costs_page.py

lock: .venv/dev ## renew requirements/*.txt from pyproject.toml
	$(BIN)/python requirements/lock.py

states: .venv/dev ## renew the states that the next release is previewed on
	$(BIN)/python tests/support/release_state.py

clean: ## end the sandbox and remove what was installed here
	-@[ -x $(BIN)/python ] && $(RUN) tenfold_ops sandbox reset
	rm -rf .venv .tenfold dist

.venv/run .venv/dev: .venv/%: requirements/%.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tenfold needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Say which one: make PYTHON=python3.12 …")'
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@echo "Installing the locked requirements ($<): a minute or two the first time …"
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
