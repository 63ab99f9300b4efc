# Two commands do all the set-up on a fresh machine with Python 3.11 and make: `make start` and `make test`.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

export PORT HOST DEMO DATA_DIR ADMIN_PASSWORD DATABASE_URL REDIS_URL SITE_URL
ifeq ($(DATA_DIR),)
unexport DATA_DIR
endif
$(foreach name,PORT HOST DEMO ADMIN_PASSWORD DATABASE_URL REDIS_URL SITE_URL,$(if $($(name)),,$(eval unexport $(name))))

.PHONY: start test lint bench phones check format

start: $(VENV)/.installed
	@exec $(RUN) manage.py start

test: $(VENV)/.installed
	@$(RUN) -m tests $(ARGS)

lint: $(VENV)/.installed
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) manage.py makemigrations --check --dry-run

format: $(VENV)/.installed
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

bench: $(VENV)/.installed
	@$(RUN) -m tests.bench

# An old Chromium, WebKit and Firefox (tests/phones/).
phones: $(VENV)/.installed
	@$(VENV)/bin/uv run --quiet --script tools/old_chromium.py var/chromium-70
	@$(RUN) -m tests.phones $(ARGS)

check: lint test

# The environment brings its own installer, so that the machine needs nothing but Python.
$(VENV)/.installed: uv.lock tools/environment.py
	@$(PYTHON) tools/environment.py $(VENV)
	@touch $@
