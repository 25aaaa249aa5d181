# Klupko: every target does its own set-up; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRAIN := build/train-venv
PEERS := build/peers-venv

.DEFAULT_GOAL := help
.PHONY: help setup demo check test test-python test-page bench image up down crash fuzz train evaluate peers linkage learn format lock lock-train lock-peers clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.ready frontend/dist/index.html  ## install what the program needs

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed (Debian: python3)")'
	@scripts/need build
	@scripts/need formats || echo "without them some formats are rejected (docs/formats.md)" >&2
	@scripts/need ocr || echo "scanned pages and images are not read without these" >&2
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

frontend/node_modules/.ready: frontend/package-lock.json
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' || { echo "Node 20 or newer is needed (package nodejs)" >&2; exit 1; }
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

FRONTEND_SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts 2>/dev/null)

frontend/dist/index.html: frontend/node_modules/.ready $(FRONTEND_SOURCES)
	cd frontend && npm run --silent build

demo: setup  ## the sample case in the browser
	@scripts/demo

check: setup  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/mypy tests
	cd frontend && npm run --silent check

test: test-page test-python  ## every test, real Neo4j and real browser included

test-page: setup
	cd frontend && npm test --silent

# What needs neither Neo4j nor browser, beside what does: two halves of about one length.
HALF := tests/extraction tests/backend tests/bench tests/corpus tests/fuzz

test-python: setup
	@scripts/need browser
	@scripts/need ocr
	@docker/engine ensure
	@mkdir -p build
	@# The image of tests/docker takes minutes where nothing of it is there: made meanwhile.
	@KLUPKO_IMAGE=klupko:test docker/engine image >build/image.log 2>&1 & \
	  $(BIN)/pytest $(HALF) >build/half.log 2>&1 & half=$$!; \
	  $(BIN)/pytest $(addprefix --ignore=,$(HALF)); status=$$?; \
	  wait $$half || status=1; cat build/half.log; wait; exit $$status

bench: setup  ## ratios against named peers, in one run (BENCH="--help")
	$(BIN)/python -m bench $(BENCH)

peers: $(PEERS)/.ready  ## what resolution is measured against, in an environment of its own

$(PEERS)/.ready: requirements-peers.lock
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install -q --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-peers.lock
	@touch $@

linkage: setup peers  ## entity resolution on the region's pairs and on public sets, beside its peers
	$(BIN)/python -m bench.linkage.region
	$(BIN)/python -m bench.linkage

learn: setup  ## the weights of entity resolution, from corpus/pairs/dev.jsonl
	$(BIN)/python -m extraction.resolution.learning corpus/pairs/dev.jsonl \
	  --out extraction/resolution/weights.json

image:  ## the application as an image, klupko
	@docker/engine image

up: image  ## the image with Neo4j, on 127.0.0.1:8000
	@docker/engine compose up --detach

down:  ## stop them; the data stays in its volumes
	@docker/engine compose down

crash: setup  ## kill it KILLS (200) times at work, and check what is left
	$(BIN)/python -m tests.faults.crash --kills $(or $(KILLS),200)

fuzz: setup  ## wrong input for every parser (ARGS="--seconds 60 --seed 1 --parser pdf")
	$(BIN)/python -m tests.fuzz $(ARGS)

train: setup $(TRAIN)/.ready  ## train both recognizers and the relations (needs ../shared/data/corpora)
	OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m extraction.models.finetune
	$(TRAIN)/bin/python -m extraction.models.shipping
	OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m extraction.models.settling
	$(TRAIN)/bin/python -m extraction.models.settled
	$(TRAIN)/bin/python -m extraction.models.choosing
	OMP_NUM_THREADS=1 $(TRAIN)/bin/python -m extraction.models.relating
	$(TRAIN)/bin/python -m extraction.models.packing
	$(TRAIN)/bin/python -m extraction.models.weighing
	$(BIN)/python -m extraction.models.train

$(TRAIN)/.ready: requirements-train.lock
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/pip install -q --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-train.lock
	@touch $@

evaluate: setup  ## extraction against gold: corpus/dev, and what the training holds out
	$(BIN)/klupko evaluate corpus/dev $(if $(wildcard ../shared/data/corpora),--held-out ../shared/data/corpora)

format: setup  ## format everything
	$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .
	cd frontend && npm run --silent format

lock: setup  ## compile requirements.lock again
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-header \
	  --python-version 3.11 --no-emit-index-url -q -o requirements.lock

lock-train: setup  ## compile requirements-train.lock again
	$(BIN)/uv pip compile pyproject.toml --extra train --constraint requirements.lock \
	  --generate-hashes --no-header --python-version 3.11 --no-emit-index-url -q \
	  -o requirements-train.lock

lock-peers: setup  ## compile requirements-peers.lock again
	$(BIN)/uv pip compile pyproject.toml --extra peers --constraint requirements.lock \
	  --generate-hashes --no-header --python-version 3.11 --no-emit-index-url -q \
	  -o requirements-peers.lock

clean:  ## forget everything built
	rm -rf $(VENV) build frontend/node_modules frontend/dist
