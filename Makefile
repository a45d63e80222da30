# Everything runs in a virtual environment of its own, made on first use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TURTLE := ontology/*.ttl ontology/concepts/*.ttl ontology/alignments/*.ttl ontology/external/*.ttl shapes/*.ttl shapes/house/*.ttl
# one more than there are cores, four at most: tests of the service wait more than they work
PROCESSES ?= $(shell $(PYTHON) -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))')
WEAK := cases/designs/reseau-regional-maladies-chroniques-esquisse.yaml
STRONG := cases/designs/reseau-apprenant-maladies-chroniques-exemplaire.yaml

.PHONY: demo test check types pytest format bench install clean

demo: install  ## check the weak design, compare it with real systems, write the HTML report
	@$(BIN)/lhs build
	@$(BIN)/lhs check $(WEAK) --fail-on never --format html --output report.html
	@$(BIN)/lhs check $(WEAK) --fail-on never
	@printf "\nThe same report as a page: report.html\nNext: %s\n      %s\n      %s\n" "$(BIN)/lhs new my-design.yaml" "$(BIN)/lhs gaps" "$(BIN)/lhs ask"

test: install check  ## the whole gate

check: install  ## quick looks first, then types and tests beside each other
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m lhs_graph.turtle --check $(TURTLE)
	$(BIN)/lint-imports
	$(BIN)/deptry lhs_graph lhs_api
	$(BIN)/codespell
	@$(MAKE) --no-print-directory --jobs 2 types pytest

types: install
	$(BIN)/mypy

pytest: install
	@$(BIN)/python -m compileall -q lhs_graph lhs_api  # or hundreds of commands compile it each
	$(BIN)/pytest -q --numprocesses $(PROCESSES) --dist loadfile --no-loadscope-reorder

format: install  ## write every file in its one spelling
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m lhs_graph.turtle $(TURTLE)
	$(BIN)/python -m lhs_graph.description.schema --write

bench: install  ## measure and print the tables of benchmarks/README.md
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group bench
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.whatif
	$(BIN)/python -m benchmarks.repair
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.attack

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev --editable '.[reasoning,oracle,remote,service]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis report.html
