# `make demo` shows the product, `make test` proves it. Both need python3 (3.11 or newer), pip, make, and nothing else.

PY ?= python3
UV_WANTED := uv>=0.9,<1
UV ?= .tools/bin/uv
BIN := .venv/bin

export PYTHONUTF8 := 1
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1
export UV_HTTP_TIMEOUT ?= 180
export UV_PROJECT_ENVIRONMENT := .venv

# Without a home that can be written to, every cache goes into the checkout.
ifneq ($(shell [ -n "$$HOME" ] && mkdir -p "$$HOME/.cache" 2>/dev/null && [ -w "$$HOME/.cache" ] && echo yes),yes)
export HOME := $(CURDIR)/.cache/home
$(shell mkdir -p .cache/home)
endif

# uv knows the package index that pip was told of, so that a mirror need be named only once.
SYNC = @echo "正在备齐 Python 环境……"; UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null)}}"; \
       if [ -n "$$UV_DEFAULT_INDEX" ]; then export UV_DEFAULT_INDEX; else unset UV_DEFAULT_INDEX; fi; \
       $(UV) sync --quiet

.PHONY: demo run test check bench dist screenshots pins vendor help

help:  ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST)

demo: .venv/.ready vendor  ## the demonstration county: verdict, score and site
	$(BIN)/dudao demo

run: .venv/.ready vendor  ## the site, with your own data
	$(BIN)/dudao site serve

test: .venv/.ready-for-development vendor  ## every test, those in a browser too
	$(BIN)/python tools/testenv.py
	$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist loadfile

.PHONY: test-postgres
test-postgres: .venv/.ready-for-development vendor  ## the tests of the site once more, over a PostgreSQL (15 or newer) started for them
	$(BIN)/python tools/testenv.py
	$(BIN)/python tools/postgres.py $(BIN)/python -m pytest tests/apps tests/journeys tests/database/test_postgresql.py tests/faults/test_every_statement.py

.PHONY: faults
faults: .venv/.ready-for-development vendor  ## kill storms, power cuts, failing disks, no network; says what it has no rights for
	FAULTS=on KILLS=200 CUTS=30 $(BIN)/python -m pytest -rs tests/faults

check: .venv/.ready-for-development  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.ready-for-development vendor  ## the benchmarks, with the peers they are compared with
	$(SYNC) --group bench --inexact
	$(BIN)/python -m benchmarks

dist: .venv/.ready vendor  ## wheel and source archive, with the files of the pages inside
	$(UV) build --quiet --out-dir dist

screenshots: .venv/.ready-for-development vendor  ## the pictures of the README, from the demonstration
	$(BIN)/python tools/testenv.py
	$(BIN)/python -m tools.screenshots

pins: .venv/.ready-for-development  ## take the newest dependencies and pin them in pyproject.toml
	$(BIN)/python tools/pins.py $(UV)

vendor: .venv/.ready
	@$(BIN)/python -m dudao.frontend

.venv/.ready: pyproject.toml | $(UV)
	$(SYNC) --no-dev --inexact
	@touch $@

.venv/.ready-for-development: pyproject.toml | $(UV)
	$(SYNC)
	@touch .venv/.ready $@

.tools/bin/uv:
	@echo "正在取 uv……"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore --upgrade --target .tools "$(UV_WANTED)"
