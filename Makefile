# Everything runs in a virtual environment, which is created on first use.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help html test slow fuzz browser books others workers wheel corners bench bench-full lint locale clean

help:  ## Show this list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 14

$(VENV)/.%: pyproject.toml
	@test -d $(VENV) || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

# A parser of podcast feeds in JavaScript, if there is npm.
$(VENV)/node:
	@! command -v npm >/dev/null || npm install --silent --no-audit --no-fund --prefix $@ podcast-partytime@5

html: $(VENV)/.docs  ## Build the manual and its example show.
	@$(BIN)/python -m sphinx -q -W --keep-going -d docs/_build/doctrees docs docs/_build/html
	@echo "Open docs/_build/html/index.html"

test: $(VENV)/.docs $(VENV)/.test  ## Run the tests that need no external programs.
	@$(BIN)/python -m pytest -n auto

slow: $(VENV)/.docs $(VENV)/.test  ## Run the tests that take longer.
	@$(BIN)/python -m pytest -m "slow and not (browser or fuzz or tools or workers)" -n auto

fuzz: $(VENV)/.docs $(VENV)/.test  ## Run the Hypothesis tests with far more examples.
	@FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-20000} $(BIN)/python -m pytest -m fuzz -n auto

browser: $(VENV)/.docs $(VENV)/.test $(VENV)/.themes  ## Run the tests that need a browser (Chromium).
	@$(BIN)/python -m pytest -m browser -n auto

books: $(VENV)/.docs $(VENV)/.test  ## Run the tests that need XeLaTeX, epubcheck and makeinfo.
	@$(BIN)/python -m pytest -m tools -n auto

others: $(VENV)/.docs $(VENV)/.test $(VENV)/.together $(VENV)/node  ## Run the tests with other extensions and programs.
	@$(BIN)/python -m pytest -m others

workers: $(VENV)/.dev  ## Run the tests that build an archive in parts on several workers.
	@$(BIN)/python -m nox -s workers -- -m pytest -m workers

wheel: $(VENV)/.test $(VENV)/.dev  ## Build the distributions and test them in an empty environment.
	@$(BIN)/python -m pytest -m wheel

corners: $(VENV)/.dev  ## Run the tests with the oldest and newest supported versions.
	@$(BIN)/python -m nox --no-error-on-missing-interpreters -s "tests-3.11(lowest)" "tests-3.13(newest)"

bench: $(VENV)/.docs $(VENV)/.bench  ## Compare the speed with other programs, on small archives.
	@$(BIN)/python benchmarks/growth.py
	@$(BIN)/python benchmarks/catalogue.py --episodes 1000
	@$(BIN)/python benchmarks/builds.py --episodes 100 --rounds 1 --themes basic furo --json benchmarks/builds.json

bench-full: $(VENV)/.docs $(VENV)/.bench $(VENV)/.dev  ## Run all benchmarks on large archives (takes hours).
	@$(BIN)/python benchmarks/catalogue.py --episodes 1000 10000
	@$(BIN)/python benchmarks/builds.py --episodes 100 1000 3000 --themes basic furo --json benchmarks/builds.json
	@$(BIN)/python benchmarks/steps.py --episodes 300 3000
	@$(BIN)/python -m nox -s workers -- benchmarks/parts.py --episodes 1000

lint: $(VENV)/.docs $(VENV)/.test $(VENV)/.dev  ## Check style and types.
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy

locale: $(VENV)/.docs  ## Update the message catalogues.
	@$(BIN)/pybabel -q extract --no-location --sort-output --project sphinxcontrib-podcast \
		-o sphinxcontrib_podcast/locale/sphinxcontrib_podcast.pot sphinxcontrib_podcast
	@for language in ja zh_CN zh_TW; do \
		$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-pot-creation-date --ignore-obsolete -D sphinxcontrib_podcast \
			-i sphinxcontrib_podcast/locale/sphinxcontrib_podcast.pot \
			-d sphinxcontrib_podcast/locale -l $$language --init-missing; \
	done
	@$(BIN)/pybabel -q compile -D sphinxcontrib_podcast -d sphinxcontrib_podcast/locale

clean:  ## Remove everything that was built and installed.
	rm -rf $(VENV) docs/_build dist .mypy_cache .nox .pytest_cache .ruff_cache
