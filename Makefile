# Every target installs what it needs into .venv first, and only when its list has changed.
# PYTHON names the interpreter behind .venv: the first here that is new enough, or your own choice.
OLDEST = sys.version_info < (3, 11)
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit($(OLDEST))' 2>/dev/null && echo $$p && break; done)
# Its files say what they are: types in comments, which Deno checks. On stage nothing may be left unsaid.
JAVASCRIPT = pages/ui/stage tests/js
PYTEST = .venv/bin/python -m pytest --dist worksteal
# A browser test waits for two fifths of its time: one more of them than there are processors.
BROWSERS = $(shell expr 1 + `getconf _NPROCESSORS_ONLN`)
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check

# What pytest makes of the tests' assertions is kept: made anew it takes each worker five seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lint unit quick bench hall audit picture format clean

run: .venv/run.stamp          ## start the app and print its address
	@mkdir -p static
	.venv/bin/python -m streamlit run app.py --browser.serverAddress=localhost

test: .venv/dev.stamp         ## everything: unit, page and browser tests
	@.venv/bin/python -m tests.browser.chromium
	$(PYTEST) -n auto --ignore=tests/browser
	$(PYTEST) -n $(BROWSERS) --maxprocesses=4 --reruns=2 tests/browser

check: lint quick             ## what to run before each commit; under a minute

lint: .venv/dev.stamp         ## style and types
	.venv/bin/python -m ruff check
	.venv/bin/python -m ruff format --check
	.venv/bin/python -m mypy
	.venv/bin/deno lint --quiet $(JAVASCRIPT)
	.venv/bin/deno check --quiet $(JAVASCRIPT)
	.venv/bin/deno check --quiet --config deno.strict.json pages/ui/stage

unit: .venv/dev.stamp         ## the tests that need no browser
	$(PYTEST) -n auto --ignore=tests/browser

quick: .venv/dev.stamp        ## those of them that do not compute long
	$(PYTEST) -n auto --ignore=tests/browser -m "not long"

bench: .venv/dev.stamp        ## speed against PyTorch and scikit-learn, and of pages against an empty app
	.venv/bin/python -m tests.benchmarks; slow=$$?; \
	.venv/bin/python -m tests.benchmarks.immediacy && exit $$slow

hall: .venv/dev.stamp         ## a lecture hall at one server: sixty readers, in some five minutes
	.venv/bin/python -m tests.benchmarks.hall

audit: .venv/audit.stamp      ## what is installed against the published advisories, where they can be reached
	.venv/bin/python -m tests.audit

picture: .venv/dev.stamp      ## take the picture anew that README.md opens with
	.venv/bin/python -m tests.browser.readme_picture

format: .venv/dev.stamp       ## rewrite the code in the house style
	.venv/bin/python -m ruff check --fix
	.venv/bin/python -m ruff format

clean:                        ## forget the environment and all caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis static test-results

.venv/run.stamp: requirements.txt
.venv/dev.stamp: requirements.txt requirements-dev.txt
.venv/audit.stamp: requirements-audit.txt

.venv/%.stamp: | .venv/bin/python
	@echo "Installing $(lastword $^) …"
	@$(PIP) -r $(lastword $^)
	@touch $@

# Debian ships Python without its venv module, so a failed attempt must not leave half a .venv.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found:" \
		"install it, or name it as in: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit("$(PYTHON) is Python %d.%d, but 3.11 or newer is needed." \
		% sys.version_info[:2] if $(OLDEST) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		package=$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
		{ test "$$(id -u)" = 0 && apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $$package; } || { \
		echo "Python has no venv module here; on Debian and Ubuntu:" \
			"sudo apt-get install $$package" >&2; exit 1; }; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
