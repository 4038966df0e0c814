# auditbot: every way in. Each target does all its own set-up inside this checkout.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
PIN := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet

.PHONY: help setup demo docs test format lock bench pictures simulate fuzz package rehearse audit sbom

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/run.done: requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Setting up auditbot in .venv (about half a minute)…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "auditbot needs Python 3.11 or newer; make PYTHON=/path/to/python3.11 picks one."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: .venv/run.done requirements/dev.txt
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/run.done ## Make .venv with .venv/bin/auditbot

# Node for the Playground: the machine's own where it is new enough and has npm, else one from a wheel.
# Without either the demonstration says what is missing, so that a failure here does not end it.
.venv/node.done: requirements/node.txt .venv/run.done
	@if command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 18))' 2>/dev/null; then touch $@; \
	else echo "Fetching Node for the Playground into .venv…"; \
	    if $(PIP) --require-hashes -r requirements/node.txt; then touch $@; else echo "Node could not be fetched."; fi; fi

demo: .venv/run.done .venv/node.done ## Try it: invented people, the service, the Agents Playground
	@$(BIN)/auditbot demo

pictures: .venv/dev.done .venv/node.done ## Take the pictures of docs/pictures anew, from the real cards
	@$(BIN)/python -m tests.browser.pictures

docs: .venv/dev.done ## Make the site of all pages in dist/site, with a search; a broken link is an error
	@$(BIN)/python -m sphinx --fresh-env --fail-on-warning --keep-going --quiet --conf-dir docs/site --doctree-dir build/site . dist/site
	@echo "dist/site/index.html"

test: .venv/dev.done .venv/node.done ## Format, lint, types, import rules and all tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/hadolint Dockerfile
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder # four processes read the tests: let them keep what they compile

lock: ## Pin every requirement with hashes (needs uv)
	@for group in build node; do $(PIN) --group $$group -o requirements/$$group.txt; done
	@$(PIN) pyproject.toml -o requirements/run.txt
	@$(PIN) pyproject.toml --extra traces -c requirements/run.txt -o requirements/traces.txt
	@$(PIN) pyproject.toml --extra traces --group dev -c requirements/traces.txt -o requirements/dev.txt
	@$(PIN) pyproject.toml --group bench -c requirements/run.txt -o requirements/bench.txt

format: .venv/dev.done ## Put the code into its format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.venv-bench/bench.done: requirements/bench.txt
	@echo "Setting up the SDKs to compare with in .venv-bench (about half a minute)…"
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/bench.txt
	@touch $@

bench: .venv/run.done .venv-bench/bench.done ## Measure a card step, the workbook, chasing, delivery and questions, each beside its base
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.workbook --sheets
	@$(BIN)/python -m benchmarks.chasing
	@$(BIN)/python -m benchmarks.delivery
	@$(BIN)/python -m benchmarks.questions

# SEED=… replays one seed; without it one is drawn. DAYS=3653 is a council's decade; SEEDS=… goes through so many.
simulate: .venv/dev.done ## Live through a council's years with the service's own code, from one seed
	@$(BIN)/python -m simulation $(if $(SEED),--seed $(SEED)) $(if $(DAYS),--days $(DAYS)) $(if $(SEEDS),--seeds $(SEEDS))

# MINUTES=… is how long; ENGINE=postgresql is the other one; SEED=… replays one round.
fuzz: .venv/dev.done ## Send hostile input to the door and to every button for some minutes
	@$(BIN)/python -m tests.fuzz $(if $(MINUTES),--minutes $(MINUTES)) $(if $(ENGINE),--engine $(ENGINE)) $(if $(SEED),--seed $(SEED))

# APP_ID=… is the bot's application id, DETAILS=… the council's copy of deploy/teams/package.toml. Without them, an example.
package: .venv/run.done ## Make the zip file for Teams in dist/
	@$(BIN)/auditbot package $(if $(APP_ID),--app-id "$(APP_ID)") $(if $(DETAILS),--details "$(DETAILS)")

rehearse: .venv/dev.done ## Do the Dockerfile's steps in a clean folder and try the service there (about a minute)
	@$(BIN)/python -m tests.deployment.rehearse

# It asks PyPI's advisory service, and sends it names and versions alone. A pin that nobody could be asked about is a failure too.
audit: .venv/dev.done ## Ask PyPI, over the network, for known weaknesses of every pinned requirement
	@echo "Asking PyPI's advisory service, over the network, about every pin in requirements/…"
	@failed=; for file in requirements/*.txt; do echo "$$file:"; \
	    said=$$($(BIN)/pip-audit --require-hashes --disable-pip --progress-spinner off -r $$file 2>&1) || failed=1; \
	    echo "$$said"; case "$$said" in *"Skip Reason"*) failed=1;; esac; done; \
	if [ -n "$$failed" ]; then echo "Not everything passed: above is what was found, and which pins nobody could be asked about. Renew a pin with make lock."; exit 1; fi

sbom: .venv/dev.done ## Make the bill of materials in dist/, and docs/licences.md
	@$(BIN)/python -m tests.deployment.bill
