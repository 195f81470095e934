# Everything a developer does, by name. `make` alone lists the targets.
# Another interpreter: make test PYTHON=python3.13

PYTHON ?= python3
ARGS ?=

VENV := .venv
TYPES := .venv-types
ifeq ($(OS),Windows_NT)
BIN := Scripts
else
BIN := bin
endif
PY := $(VENV)/$(BIN)/python
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check -c constraints.txt

export PYTHONUTF8 := 1

.PHONY: help plan test test-documents bundle check format lint types golden bench bench-batch docs clean

help:
	@echo "make plan            plan Gelderland with the built-in figures and say where the report is"
	@echo "make test            run the tests (ARGS='-k name' to choose)"
	@echo "make test-documents  test what people open, in LibreOffice and Chromium, and the archive for Windows"
	@echo "make bundle          make the archive with which a Windows computer without internet gets Regietafel"
	@echo "make check           format, lint, types and tests: what a change has to pass"
	@echo "make format          rewrite the code in the house format"
	@echo "make lint            check format and lint, change nothing"
	@echo "make types           check the types of the package as a user installs it"
	@echo "make golden          rewrite the golden files; look at the difference before you commit"
	@echo "make bench           measure: build, every tier, and the last tier against other solvers"
	@echo "make bench-batch     measure batch: two workers against one, a shared program, thousands of scenarios"
	@echo "make docs            regenerate docs/model.md from the rules, the method pages from the texts, and what belongs to Word templates"
	@echo "make clean           remove environments, builds and caches"

plan: $(VENV)/ready
	@$(VENV)/$(BIN)/regietafel plan voorbeeld:gelderland $(ARGS)

# One process per core. What a file makes once serves all its tests, so a file stays in one process (xdist 3.8 does not
# keep its own groups together under pytest 9.2); in the order of the files, so that small ones fill up the end.
test: $(VENV)/ready
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

# Beside pip packages these need LibreOffice, poppler and Chromium: the first lines install them where they may, or say
# what to install.
# What a file makes once serves all its tests, so a file stays in one process.
test-documents: $(VENV)/ready
	@.ci/need soffice libreoffice-calc-nogui libreoffice-writer-nogui
	@.ci/need pdftotext poppler-utils
	@.ci/need chromium chromium
	@$(PY) -m pytest -n 2 --dist loadfile tests/documents $(ARGS)

bundle: $(VENV)/ready
	@$(PY) bundle/make_bundle.py $(ARGS)

check: lint types test

format: $(VENV)/ready
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

lint: $(VENV)/ready
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .

# Type checkers cannot follow the import hook of an editable install, so this one is a copy, as a user has it.
types: $(TYPES)/ready
	@rm -rf build
	@$(TYPES)/$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --force-reinstall .
	@rm -rf build
	@$(TYPES)/$(BIN)/python -m mypy
	@MYPYPATH=bundle $(TYPES)/$(BIN)/python -m mypy --explicit-package-bases bundle

golden: $(VENV)/ready
	@$(PY) -m pytest -q tests/golden --rewrite-golden $(ARGS)

bench: $(VENV)/ready-bench
	@$(PY) tests/benchmark/bench.py $(ARGS)

bench-batch: $(VENV)/ready
	@$(PY) tests/benchmark/bench_batch.py $(ARGS)

docs: $(VENV)/ready
	@$(VENV)/$(BIN)/regietafel model-card > docs/model.md.new
	@mv docs/model.md.new docs/model.md
	@$(PY) -m pytest -q tests/docs/test_method.py tests/docs/test_template_page.py --rewrite-golden

clean:
	rm -rf $(VENV) $(TYPES) build dist *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache docs/model.md.new
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An interpreter that is missing and one that is too old fail alike, with what to do.
define new_environment
@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
  echo "Regietafel needs Python 3.11 or newer; '$(PYTHON)' is not that."; \
  echo "Give the name of another interpreter, for example: make $(or $(MAKECMDGOALS),test) PYTHON=python3.13"; exit 1; }
@echo "Setting up $(@D), once, about a minute ..."
@$(PYTHON) -m venv --clear $(@D)
endef

# A marker file appears only when everything is installed: an interrupted setup starts again.
$(VENV)/ready: pyproject.toml constraints.txt
	$(new_environment)
	@$(PY) $(PIP_INSTALL) -e ".[dev]"
	@touch $@

$(VENV)/ready-bench: $(VENV)/ready
	@$(PY) $(PIP_INSTALL) -e ".[dev,bench]"
	@touch $@

$(TYPES)/ready: pyproject.toml constraints.txt
	$(new_environment)
	@$(TYPES)/$(BIN)/python $(PIP_INSTALL) ".[dev]"
	@touch $@
