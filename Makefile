# One environment for everything: .venv in this folder. Each target does its own set-up on a fresh machine.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
export PIP_NO_INPUT = 1
# Made, tested and measured with the data of this tree, never with an update that somebody put in.
export SHOUZHENG_PACKS = none

.PHONY: demo test check bench evaluate fuzz lock docs pictures screenshots launcher clean

demo: $(VENV)/.base
	@$(BIN)/python tools/demo.py

test: $(VENV)/.dev
	@$(BIN)/python tools/system_parts.py
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m shouzheng.cli.main rule lint
	$(BIN)/python tools/generate_docs.py --check

bench: $(VENV)/.bench
	$(BIN)/python benchmarks/check.py
	$(BIN)/python benchmarks/intake.py
	$(BIN)/python benchmarks/starting.py
	$(BIN)/python benchmarks/judging.py
	$(BIN)/python benchmarks/dossier.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/casefile.py
	$(BIN)/python benchmarks/letters.py
	$(BIN)/python benchmarks/web.py
	$(BIN)/python benchmarks/gate.py
	$(BIN)/python benchmarks/audit.py

evaluate: $(VENV)/.dev
	@test -n "$(DATA)" || { echo "make evaluate DATA=path: name the folder with the outside data (SZ-9004)"; exit 2; }
	@test -d "$(DATA)/fixtures" || { echo "make evaluate: $(DATA)/fixtures is not there (SZ-9004)"; exit 2; }
	SHOUZHENG_DATA="$(abspath $(DATA))" $(BIN)/python -m pytest -m evaluation tests/evaluation

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.intake.fuzz --inputs $(or $(INPUTS),200000)

docs: $(VENV)/.dev
	$(BIN)/python tools/generate_docs.py

pictures: $(VENV)/.dev
	$(BIN)/python tools/make_pictures.py

screenshots: $(VENV)/.dev
	$(BIN)/python tools/make_screenshots.py

launcher: $(VENV)/.dev
	$(BIN)/python tools/make_launcher.py dist

lock:
	$(PYTHON) tools/lock.py

clean:
	rm -rf $(VENV) demo-out fuzz-found screenshots dist .mypy_cache .ruff_cache .hypothesis build dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python has no venv module (Debian: apt-get install python3-venv)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) (once; about 120 MB) ..."
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --require-hashes -r requirements/build.txt
	$(PIP) install --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml $(VENV)/.base
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
