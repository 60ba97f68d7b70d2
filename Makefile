# Everything a researcher or a contributor does, by one word each. `make help` lists the words.
RAW ?= raw
OUT ?= extracted
GOLD ?= tests/gold
JOBS ?=
FORCE ?=
DOCUMENTS ?= 10000
PYTHON ?= python3

SHELL := /bin/bash
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup extract evaluate test fuzz lint format bench bench-many kills model ablation review notebooks dictionary clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-11s %s\n", $$1, $$2 }'
	@echo
	@echo "  variables: RAW=$(RAW) OUT=$(OUT) GOLD=$(GOLD) JOBS=$(or $(JOBS),all cores) PYTHON=$(PYTHON)"

setup: $(READY) ## make the virtual environment .venv with everything in it

# Made once, and again when what it should hold has changed.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "vnplans needs Python 3.11 or newer as '$(PYTHON)'; name another one: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "'$(PYTHON)' has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

extract: $(READY) ## read what changed in RAW and write the dataset to OUT
	$(BIN)/vnplans extract '$(RAW)' --out '$(OUT)' $(if $(JOBS),--jobs $(JOBS)) $(if $(FORCE),--force)

evaluate: $(READY) ## score the dataset in OUT against the annotated plans in GOLD
	$(BIN)/vnplans evaluate '$(OUT)' '$(GOLD)'

test: $(READY) ## run the tests
	$(BIN)/pytest --numprocesses auto

fuzz: $(READY) ## look for new counter-examples to the tests' properties, at random and for minutes
	VNPLANS_PROPERTIES=wide $(BIN)/pytest --numprocesses auto -m hypothesis

lint: $(READY) ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## settle the layout of the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## measure speed and memory on a corpus made of the samples
	$(BIN)/python bench/bench.py --json bench/last.json
	$(BIN)/python -m bench.formats

bench-many: $(READY) ## measure runs over a corpus of DOCUMENTS different plans, for an hour
	$(BIN)/python -m bench.corpus build/corpus --documents $(DOCUMENTS)
	$(BIN)/python -m bench.many build/corpus --json build/many.json

kills: $(READY) ## kill runs at random moments and look at what they leave
	$(BIN)/python -m bench.kills raw

model: $(READY) ## train the model of names anew and write its card
	OMP_NUM_THREADS=1 $(BIN)/python -m training.train

ablation: $(READY) ## show what the model of names adds to the rules (after make model)
	PYTHONPATH=. $(BIN)/python bench/ablation.py

review: $(READY) ## write the pages that show plans beside what was read from them
	$(BIN)/vnplans review '$(OUT)' --out review

notebooks: $(READY) ## run the notebooks and render them to notebooks/html/
	$(BIN)/jupyter nbconvert --to html --execute --output-dir notebooks/html notebooks/*.ipynb

dictionary: $(READY) ## renew docs/data-dictionary.md from schemas/
	$(BIN)/vnplans dictionary > docs/data-dictionary.md

clean: ## remove the environment, caches and what was measured
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis bench/last.json notebooks/html
