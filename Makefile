# Each target does its own set-up, in .venv, and repeats it only when pyproject.toml or the Python behind it changed.
# All paths are relative, so the folder may stand anywhere, under a name with spaces too.

# The first of these that is new enough; name another with `make site PYTHON=/path/to/python`.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

have_python = \
	{ "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Counterpoint needs Python 3.11 or newer. Install it, or say where it is: make site PYTHON=/path/to/python' >&2; \
		exit 1; }; } && \
	{ "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo 'This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv' >&2; \
		exit 1; }; }

.PHONY: help site test lint
help:
	@echo 'make site   build the archive into output/'
	@echo 'make test   run the tests'
	@echo 'make lint   check style and types'

site: .venv/site
	.venv/bin/python -m generator build
	@echo 'Open output/index.html in a browser.'

test: .venv/test tests/browser/node_modules
	.venv/bin/python -m pytest --numprocesses auto --dist loadgroup

lint: .venv/test
	.venv/bin/python -m ruff check
	.venv/bin/python -m mypy

# Without pip the environment is missing, half made, or of a Python that was since replaced: made anew in each case.
.venv/site: pyproject.toml .venv/bin/python
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || { $(have_python) && "$(PYTHON)" -m venv --clear .venv; }
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/test: .venv/site
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test,browser,images]'
	@touch $@

# For the tests in a browser. Where it can't be had those are skipped with a word, and all others run.
tests/browser/node_modules: tests/browser/package-lock.json
	@npm ci --silent --prefix tests/browser && touch $@ || echo 'Without npm, pages are not checked by axe-core and the Nu HTML checker.'

# Nothing to do by itself: where it is missing, what depends on it is made anew.
.venv/bin/python: ;
