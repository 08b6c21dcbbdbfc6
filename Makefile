# Everything needs Python 3.11 or later and nothing else installed by hand.
#   make run     start Tongzhou (PORT, TONGZHOU_DATA, TONGZHOU_DEMO=0)
#   make test    run the tests (ARGS for pytest; those in a browser need Chromium)
#   make check   format, lint, types, import contracts, translations, migrations, scripts
#   make story   tell the story in a real browser
#   make bench   measure (BENCH=name for one)
#   make reader  fetch the decoder of the gates' camera again
#   make lock    recompile the hashed requirements

PY ?= python3
PORT ?= 8000
TONGZHOU_DATA ?= data
TONGZHOU_DEMO ?= 1

python := .venv/bin/python
uv := .venv/bin/uv
install := $(uv) pip install --quiet --python $(python) --require-hashes
static := $(shell find tongzhou -path '*/static/*' -type f 2>/dev/null)

.DEFAULT_GOAL := run
.PHONY: run test check story bench lock clean messages reader
MAKEFLAGS += --no-builtin-rules

run: .make/app .make/reader .make/static messages
	@exec env PORT=$(PORT) TONGZHOU_DATA=$(TONGZHOU_DATA) TONGZHOU_DEMO=$(TONGZHOU_DEMO) \
		sh scripts/run_server.sh $(python)

test: .make/dev .make/reader messages
	@$(python) -m pytest --ignore=tests/story $(ARGS)

story: .make/dev messages
	@$(python) -m pytest tests/story $(ARGS)

check: .make/dev .make/node messages
	@$(python) scripts/check_all.py

bench: .make/dev .make/static .make/bench messages
	@$(python) -m benchmarks $(BENCH)

messages: | .make/venv
	@$(python) scripts/compile_messages.py

clean:
	rm -rf .make .venv node_modules static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find tongzhou -name '*.mo' -delete

.make/venv: requirements/uv.txt
	@$(PY) scripts/require_python.py
	@test -x $(python) || $(PY) -m venv .venv
	@$(python) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@mkdir -p $(@D) && touch $@

.make/app: requirements/app.txt .make/venv
	@$(install) -r $<
	@$(python) scripts/write_command.py
	@touch $@

.make/dev: requirements/dev.txt .make/venv
	@$(install) -r $<
	@$(python) scripts/write_command.py
	@touch $@ .make/app

# Timefold is a baseline that needs Java and does not install everywhere; without it, it is skipped.
.make/bench: requirements/bench.txt requirements/timefold.txt .make/dev
	@$(install) -r $<
	@$(install) -r requirements/timefold.txt || true
	@touch $@

.make/node: requirements/node.txt .make/venv $(wildcard package.json package-lock.json .npmrc)
	@command -v node >/dev/null || $(install) -r $<
	@$(python) scripts/node.py npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# Without Node on the path it comes in a Python package; without a network the app has no camera.
.make/reader: package-lock.json scripts/fetch_reader.py .make/venv
	@command -v node >/dev/null || $(install) -r requirements/node.txt || true
	@$(python) scripts/fetch_reader.py
	@touch $@

reader:
	@rm -f .make/reader
	@$(MAKE) --no-print-directory .make/reader

.make/static: .make/app .make/reader $(static)
	@TONGZHOU_DATA=$(TONGZHOU_DATA) $(python) -m django collectstatic --noinput --verbosity 0 \
		--ignore 'leaflet-src*' --ignore 'htmax*' \
		--settings tongzhou.config.settings
	@touch $@

compile := $(uv) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url
lock: .make/venv
	@for name in uv app dev bench timefold node; do \
		$(compile) $(UPGRADE) requirements/$$name.in -o requirements/$$name.txt || exit 1; done
