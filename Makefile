# The few commands of everyday work. Each may be called from any folder:  make -C /path/to/cocreate demo
HERE := $(dir $(lastword $(MAKEFILE_LIST)))

# make demo PORT=8001 · make test ARGS="-k camp" · make setup PYTHON=python3.12 · make test-deep PIECE=storms · make lock UPGRADE=1
PORT ?= 8000
PIECE ?= all
ARGS ?=
export PYTHON UPGRADE PORT

.PHONY: help setup demo run test quick test-deep check wheel lock pictures
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' "$(HERE)Makefile"

setup: ## Create .venv and install cocreate with the locked versions
	@"$(HERE)scripts/setup.sh"

demo: ## Load the demonstration process and serve it on http://localhost:8000 (PORT=8001 for another port)
	@"$(HERE)scripts/demo.sh"

run: ## Serve what is in the database, without loading anything (PORT=8001 for another port)
	@"$(HERE)scripts/run.sh"

test: ## Run all tests, installing what they need (ARGS="-k camp" for some of them)
	@"$(HERE)scripts/test.sh" $(ARGS)

quick: ## Run the tests that need no browser and no server
	@"$(HERE)scripts/test.sh" -n 2 --dist loadgroup --no-loadscope-reorder -q --quick

test-deep: ## Run the deep tier, or one piece of it (PIECE=storms; tests/tiers.py names them)
	@"$(HERE)scripts/test.sh" -n 2 --dist loadgroup --no-loadscope-reorder -q --deep=$(PIECE)

check: ## Style, import rules and types
	@"$(HERE)scripts/check.sh"

wheel: ## Build the wheel and prove it in an empty environment
	@"$(HERE)scripts/wheel_check.sh"

lock: ## Write the lock files anew after a change in pyproject.toml (UPGRADE=1 for newer versions)
	@"$(HERE)scripts/lock.sh"

pictures: setup ## Take the pictures of the README from the demonstration
	@"$(HERE).venv/bin/python" "$(HERE)scripts/pictures.py"
