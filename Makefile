# What people and CI run. Every target sets itself up; nothing has to be installed by hand but Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SITE := site
ADDRESS ?= 127.0.0.1:8000
# The theme and MkDocs announce their successors at every start; the README says what follows from that.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
# Where the pages' sources can be edited; GitHub's form unless another is given.
export EDIT_URI ?= $(if $(REPO_URL),$(REPO_URL)/edit/main/docs/)
# The same commit gives the same bytes, whatever the day.
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 0)

.PHONY: setup setup-test browser pango serve build book check test addresses deployable sbom changes links workflows test-below newest exits schema diagrams lint bench lock clean

setup: $(VENV)/site.done
setup-test: $(VENV)/test.done $(VENV)/book.done browser pango

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

# Pango lays out the letters of the book: installed likewise.
pango: $(VENV)/book.done
	@$(BIN)/python -c 'import weasyprint' 2>/dev/null || scripts/install-pango

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
	set -e; new=$(SITE).new.$$$$; trap 'rm -rf "$$new"' EXIT; \
	cp -a $(SITE) "$$new"; \
	$(BIN)/python -m macros.book "$$new"; \
	$(BIN)/python -m macros.swap "$$new" $(SITE)

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

# The built site with everything that is deployed beside it.
deployable: book

# The list of everything the site is made with, as CycloneDX.
sbom: setup
	$(BIN)/python -m macros.sbom

# What this checkout changes for readers: changes.md and changes.diff. BASE is the commit to compare with.
BASE ?= origin/main
changes: setup
	scripts/changes "$(BASE)"

# Whether the links to other sites still answer: links.md. Asks other people's servers.
links: build
	$(BIN)/python -m macros.outside $(SITE)

# The workflows: zizmor is part of the tests too; actionlint fetches its program when it is installed, so it stands alone.
workflows: setup-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/workflows.txt
	$(BIN)/pytest tests/test_workflows.py

# The browser tests on a site that is served below a path, as a project's site on GitHub Pages is.
test-below: setup-test
	SITE_BELOW=/some/base $(BIN)/pytest tests/test_browser.py tests/test_policy.py tests/test_redirects.py

# The newest packages that pyproject.toml allows, in a folder of their own: does the site still build and pass?
newest:
	$(PYTHON) -m venv $(VENV).newest
	$(VENV).newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --editable '.[book,test]'
	touch $(VENV).newest/site.done $(VENV).newest/book.done $(VENV).newest/test.done
	$(MAKE) VENV=$(VENV).newest test

# The builders that could follow MkDocs: does each still build this site, and is its HTML right?
exits: setup-test
	scripts/exits

# JSON Schemas for editors, from the models.
schema: setup
	$(BIN)/python -m macros.schema

# SVG from the D2 sources.
diagrams: setup-test
	$(BIN)/python -m macros.diagrams

bench: setup-test build
	$(BIN)/python -m tests.bench
	scripts/load

# New lock files: every package exact, with hashes, and no address of an index.
lock: setup-test
	$(BIN)/python -m pip install --quiet "pip-tools>=7.5"
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --output-file requirements/site.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --extra book --constraint requirements/site.txt --output-file requirements/book.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --extra test --constraint requirements/site.txt --constraint requirements/book.txt --output-file requirements/test.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --output-file requirements/workflows.txt requirements/workflows.in

clean:
	rm -rf $(SITE) $(SITE).new.* $(SITE).old.*
