# Everything a person types here. The work is in packaging/bootstrap.py (set-up) and tests/run.py.

PYTHON := .venv/bin/python
PYTHON3 ?= python3
SET_UP := $(PYTHON3) packaging/bootstrap.py
TRANSLATIONS := $(wildcard resources/translations/*.ts)

.PHONY: help setup run demo demo-zh screenshots test test-cloud bench lint lock translations clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

setup: ## the app and its tools into .venv, missing system libraries with apt
	@$(SET_UP) app

run: setup translations ## open the app on the real microphone
	@$(PYTHON) -m app

demo: ## caption an English recording in the real window; results in build/demo/
	@$(SET_UP) display
	@$(MAKE) --no-print-directory translations
	@$(PYTHON) packaging/demo.py

demo-zh: ## the same with a Chinese recording and the window in Chinese; results in build/demo-zh/
	@$(SET_UP) display
	@$(MAKE) --no-print-directory translations
	@$(PYTHON) packaging/demo.py zh

screenshots: ## the pictures in docs/images/, grabbed from the real windows
	@$(SET_UP) display
	@$(MAKE) --no-print-directory translations
	@$(PYTHON) packaging/screenshots.py

test: ## set everything up and run all the tests
	@$(SET_UP) test
	@$(MAKE) --no-print-directory translations
	@$(PYTHON) tests/run.py

test-cloud: ## the servers' tests against the cloud; needs DASHSCOPE_API_KEY, costs a cent or two
	@$(SET_UP) test
	@ZIMU_TEST_CLOUD=1 $(PYTHON) -m pytest tests/cloud

bench: ## the figures of docs/PERFORMANCE.md, measured here
	@$(SET_UP) test
	@$(PYTHON) -m tests.perf

lint: setup ## formatting, lint and types only
	@$(PYTHON) tests/run.py format lint types

lock: setup ## resolve the dependencies anew and pin them in packaging/lock/
	@sh packaging/lock.sh $(PYTHON)

translations: $(TRANSLATIONS:.ts=.qm)
	@:

%.qm: %.ts
	@$(PYTHON) packaging/hatch_build.py

clean: ## remove what was built; the environments stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
