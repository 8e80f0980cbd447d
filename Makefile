# What people and CI run. Every target sets itself up; nothing has to be installed by hand but Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE := site
ADDRESS ?= 127.0.0.1:8000
# The theme and MkDocs announce their successors at every start; the README says what follows from that.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
# The same commit gives the same bytes, whatever the day.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.PHONY: setup setup-test browser serve build book check test addresses schema diagrams lint bench lock clean

setup: $(VENV)/site.done
setup-test: $(VENV)/test.done $(VENV)/book.done browser

$(VENV)/site.done: requirements/site.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.done: $(VENV)/site.done requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

# WeasyPrint and the types of the book: nobody needs them to build the site.
$(VENV)/book.done: $(VENV)/site.done requirements/book.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/book.txt
	touch $@

# Chromium from the system: on Debian and Ubuntu it is installed where that is allowed.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || test -n "$$CHROME_PATH" || scripts/install-chromium

serve: setup
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

# Checked (the macros refuse to load with a mistake), built beside the old site in a folder of this build's own, finished,
# and only then put in its place, in one step: whatever fails or is killed, there is one whole site.
build: setup
	set -e; new=$(SITE).new.$$$$; trap 'rm -rf "$$new"' EXIT; \
	$(BIN)/mkdocs build --strict --site-dir "$$new"; \
	$(BIN)/python -m macros.finish "$$new"; \
	$(BIN)/python -m macros.swap "$$new" $(SITE)

# The site, then its books in $(SITE)/downloads/, offered on its pages. Pango is installed where that is allowed.
book: build $(VENV)/book.done
	$(BIN)/python -c 'import weasyprint' 2>/dev/null || scripts/install-pango || true
	$(BIN)/python -m macros.book $(SITE)

check: setup
	$(BIN)/python -m macros.check

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The suite builds the site itself, once, with `make build`.
test: setup-test lint
	$(BIN)/pytest

# Adds the pages and anchors of this build to the list of those that were ever published.
addresses: build
	$(BIN)/python -m macros.addresses $(SITE)

# JSON Schemas for editors, from the models.
schema: setup
	$(BIN)/python -m macros.schema

# SVG from the D2 sources.
diagrams: setup-test
	$(BIN)/python -m macros.diagrams

bench: setup-test
	$(BIN)/python -m tests.bench

# New lock files: every package exact, with hashes, and no address of an index.
lock: setup-test
	$(BIN)/python -m pip install --quiet "pip-tools>=7.5"
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --output-file requirements/site.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --extra book --constraint requirements/site.txt --output-file requirements/book.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --extra test --constraint requirements/site.txt --constraint requirements/book.txt --output-file requirements/test.txt pyproject.toml

clean:
	rm -rf $(SITE) $(SITE).new.* $(SITE).old.*
