# Every target sets itself up from a fresh clone: packages in .venv, a browser where one is needed.
# The stamps in .venv make a second call quick; a changed requirements file renews them.

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run test bench data lint browser postgres

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /make \1: /p' Makefile

run: $(VENV)/run.stamp ## serve on http://localhost:8501 (PORT= to change)
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(VENV)/dev.stamp browser postgres ## run every test, those in a real browser included
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser"
	$(BIN)/python -m pytest -n 2 --dist worksteal -m browser

bench: $(VENV)/dev.stamp browser ## print the performance table and write bench.json
	$(BIN)/python -m benchmark

data: $(VENV)/dev.stamp ## rebuild the layers and checksums of data/ from their sources (needs npm and a network)
	$(BIN)/python -m data_build.readings
	$(BIN)/python -m data_build

lint: $(VENV)/dev.stamp ## check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser:
	@sh setup/browser.sh

postgres:
	@sh setup/postgres.sh

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt | $(BIN)/python
	$(INSTALL) -r requirements-dev.txt
	@touch $@

$(BIN)/python:
	@sh setup/venv.sh $(VENV)
