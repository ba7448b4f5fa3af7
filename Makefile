# Each target does its own set-up, in .venv, and repeats it only when what is to be installed or the Python behind it
# changed. What that is, down to the digest of each file, stands in requirements/. All paths are relative, so the folder
# may stand anywhere, under a name with spaces too.

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

tests = -m pytest --numprocesses auto --dist loadgroup
extras = test,browser,images,import,cluster,agreement,data
build_tools = -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'
pip_install = -m pip install --quiet --disable-pip-version-check

.PHONY: help site test test-slow test-newest test-oldest lint lint-web format-web lock
help:
	@echo 'make site         build the archive into output/'
	@echo 'make test         run the tests'
	@echo 'make test-slow    run those that it leaves out'
	@echo 'make test-newest  run the tests with the newest releases of all dependencies'
	@echo 'make test-oldest  run the tests with the lowest that pyproject.toml allows'
	@echo 'make lint         check style, types, style sheets, scripts, workflows, and that the lock fits pyproject.toml'
	@echo 'make format-web   write style sheets and scripts as make lint wants them'
	@echo 'make lock         lock the newest releases that pyproject.toml allows'

site: .venv/site
	.venv/bin/python -m generator build
	@echo 'Open output/index.html in a browser.'

test: .venv/test tests/browser/node_modules
	.venv/bin/python $(tests)

test-slow: .venv/test
	.venv/bin/python $(tests) -m slow

# What is newest and what is lowest is asked anew each time, in an environment that holds nothing yet.
test-newest: tests/browser/node_modules
	@$(have_python)
	"$(PYTHON)" -m venv --clear .venv-newest
	.venv-newest/bin/python $(pip_install) --editable '.[$(extras)]'
	.venv-newest/bin/python -m pip freeze
	.venv-newest/bin/python $(tests)

install_lowest = .venv-oldest/bin/uv pip install --quiet --python .venv-oldest/bin/python --resolution lowest-direct
test-oldest: tests/browser/node_modules
	@$(have_python)
	"$(PYTHON)" -m venv --clear .venv-oldest
	.venv-oldest/bin/python $(pip_install) uv
	.venv-oldest/bin/python $(build_tools) | $(install_lowest) --requirement -
	$(install_lowest) --upgrade --no-build-isolation-package counterpoint-archive --editable '.[$(extras)]'
	.venv-oldest/bin/python -m pip freeze
	.venv-oldest/bin/python requirements/lowest.py
	.venv-oldest/bin/python $(tests)

lint: .venv/test tools/node_modules
	@[ ! -d tools/node_modules ] || $(MAKE) --no-print-directory lint-web
	.venv/bin/python -m ruff check
	.venv/bin/python -m mypy
	.venv/bin/zizmor --quiet --offline --persona auditor .github/workflows
	.venv/bin/python -m pytest tests/test_requirements.py

styles = $(wildcard templates/style/*.css generator/server/static/*.css generator/server/static/desk/*.css)
scripts = templates/script generator/server/static $(wildcard tools/*.js)

lint-web:
	tools/node_modules/.bin/stylelint --config tools/stylelint.config.js $(styles)
	tools/node_modules/.bin/eslint --config tools/eslint.config.js $(scripts)
	tools/node_modules/.bin/prettier --config tools/prettier.json --check $(styles) $(scripts) tools

format-web: tools/node_modules
	tools/node_modules/.bin/stylelint --config tools/stylelint.config.js --fix $(styles)
	tools/node_modules/.bin/prettier --config tools/prettier.json --write $(styles) $(scripts) tools

# The lock of the tests holds that of the site, with the same versions.
lock: .venv-lock/bin/uv
	.venv-lock/bin/python $(build_tools) | $(compile) --output-file requirements/test.txt $(foreach extra,$(subst $(comma), ,$(extras)),--extra $(extra)) pyproject.toml -
	.venv-lock/bin/python $(build_tools) | $(compile) --output-file requirements/site.txt --constraint requirements/test.txt pyproject.toml -

comma = ,
compile = .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock'

.venv-lock/bin/uv:
	@$(have_python)
	"$(PYTHON)" -m venv --clear .venv-lock
	.venv-lock/bin/python $(pip_install) uv

# Without pip the environment is missing, half made, or of a Python that was since replaced: made anew in each case.
.venv/site: pyproject.toml requirements/site.txt .venv/bin/python
	@.venv/bin/python -m pip --version >/dev/null 2>&1 || { $(have_python) && "$(PYTHON)" -m venv --clear .venv; }
	.venv/bin/python $(pip_install) --require-hashes --requirement requirements/site.txt
	.venv/bin/python $(pip_install) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test: .venv/site requirements/test.txt
	.venv/bin/python $(pip_install) --require-hashes --requirement requirements/test.txt
	@touch $@

# For the tests in a browser. Where it can't be had those are skipped with a word, and all others run.
tests/browser/node_modules: tests/browser/package-lock.json
	@npm ci --ignore-scripts --silent --prefix tests/browser && touch $@ || echo 'Without npm, pages are not checked by axe-core and the Nu HTML checker.'

# What checks style sheets and scripts. Where it can't be had the rest is checked, but for CI, which has to check all.
tools/node_modules: tools/package-lock.json
	@npm ci --ignore-scripts --silent --prefix tools && touch $@ || { \
		echo 'Without npm, style sheets and scripts are not checked by stylelint, ESLint and Prettier.' >&2; [ -z "$$CI" ]; }

# Nothing to do by itself: where it is missing, what depends on it is made anew.
.venv/bin/python: ;
