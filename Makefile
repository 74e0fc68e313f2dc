# What can be made here; `make` alone lists it. The work is done by tools/, which needs nothing but Python.
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help book lab pdf check format test measure bench pins clean

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book:  ## build the book and print the address of its first page
	@$(PYTHON) -m tools book

lab:  ## open a copy of the chapters as notebooks in JupyterLab
	@$(PYTHON) -m tools lab

pdf:  ## the whole book, or some chapters, as one PDF in _build/pdf (PDF=--help lists the choices)
	@$(PYTHON) -m tools pdf $(PDF)

check:  ## format, lint and the quick tests, in less than 90 seconds
	@$(PYTHON) -m tools check

format:  ## format the Python and the JavaScript
	@$(PYTHON) -m tools format

test:  ## build the book and run all tests, those in the browser included
	@$(PYTHON) -m tools test

measure:  ## measure weight and speed of pages, library and build, beside their targets
	@$(PYTHON) -m tools measure

bench:  ## measure lib beside PyTorch, JAX, scikit-learn and autograd; write lib/records/benchmark.json
	@$(PYTHON) -m tools bench $(BENCH)

pins:  ## resolve requirements.txt for every Python from 3.11.0 on and write constraints.txt
	@$(PYTHON) -m tools.pins

clean:  ## remove everything that was made; notebooks that you have changed stay
	@$(PYTHON) -m tools clean
