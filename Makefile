# Every target makes .venv and installs what it needs by itself; a second call costs seconds.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON ?= python3

PEERS := augrepro albumentations torchvision kornia monai torchio
RELEASES := $(basename $(notdir $(wildcard tests/peers/requirements/releases/*.txt)))
.PHONY: help demo demo-all test test-peers test-releases test-ray fuzz storms lint bench bench-bounds bench-forms bench-loader docs clean
.SECONDARY:

help:
	@echo "make demo | demo-all | test | test-peers | test-releases | test-ray | fuzz | storms | lint | bench | bench-bounds | bench-forms | bench-loader | docs | clean"

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (first call only) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

demo: $(READY)
	@cd examples/classifier && ../../$(BIN)/python -m pytest --aug-seed 137
	@$(BIN)/python examples/classifier/contact_sheet.py build/demo/contact-sheet.png

# Every project under examples/. albumentations_only finds a fault of that library: red is what it has to be.
demo-all: demo build/peers/albumentations/.ready
	@cd examples/segmentation && ../../$(BIN)/python -m pytest --aug-seed 137
	@cd examples/segmentation && ../../$(BIN)/python -m coins.train --epochs 2
	@cd examples/detection && ../../$(BIN)/python -m pytest --aug-seed 137
	@cd examples/suites && ../../$(BIN)/python -m pytest
	@cd examples/albumentations_only && ../../build/peers/albumentations/bin/python -m pytest --aug-seed 137; test $$? -eq 1
	@echo "albumentations_only: red in the cells with workers, as it has to be"

# The page of --aug-report is looked at in Chromium where it is there or Debian's can be installed; else that is skipped.
build/.browser:
	@mkdir -p build
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	    && { apt-get update && apt-get install -y --no-install-recommends chromium; } >build/browser.log 2>&1; } \
	    || echo "no Chromium: see build/browser.log; the tests of the page skip what needs it"
	@touch $@

test: $(READY) build/.browser
	@$(BIN)/python -m pytest -n 2 --dist worksteal

test-peers: $(PEERS:%=test-peer-%) test-peer-drift test-peer-elsewhere

test-peer-augrepro: $(READY)
	@cd tests/peers && ../../$(BIN)/python -m pytest test_augrepro.py -p no:cacheprovider

# albumentations is also held to how strongly each transform acts, and to the pixels of filters.
MORE_albumentations := test_strengths.py test_pinned_filters.py
test-peer-%: build/peers/%/.ready
	@cd tests/peers && ../../build/peers/$*/bin/python -m pytest test_$*.py $(MORE_$*) -p no:cacheprovider

build/peers/%/.ready: tests/peers/requirements/%.txt pyproject.toml constraints.txt
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@echo "Installing into $(@D) (first call only) ..."
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[pytest,torch]" -r $<
	@touch $@

# Snapshots that were written under another OpenCV: an environment apart from the pinned versions.
test-peer-drift: $(READY) build/peers/opencv-4.12/.ready
	@cd tests/peers && ../../$(BIN)/python -m pytest test_drift.py -p no:cacheprovider

# The same bits under the oldest OpenCV and NumPy that exactness is promised for.
test-peer-elsewhere: $(READY) build/peers/opencv-4.9/.ready
	@cd tests/peers && ../../$(BIN)/python -m pytest test_elsewhere.py -p no:cacheprovider

build/peers/opencv-%/.ready: tests/peers/requirements/apart/opencv-%.txt pyproject.toml
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@echo "Installing into $(@D) (first call only) ..."
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -e ".[pytest]" -r $<
	@touch $@

# Pipelines that other releases of Albumentations saved, and calls of 1.3.1, against those releases.
test-releases: $(READY) $(RELEASES:%=build/peers/releases/%/.ready)
	@cd tests/peers && ../../$(BIN)/python -m pytest test_releases.py test_compat.py -p no:cacheprovider

build/peers/releases/%/.ready: tests/peers/requirements/releases/%.txt
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@echo "Installing into $(@D) (first call only) ..."
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

test-ray: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[ray]"
	@$(BIN)/python -m pytest -p no:randomly tests/ray_data

# make fuzz TIMES=100 START=1000000 runs other cases, and more of them
TIMES ?= 30
START ?= 100000
fuzz: $(READY)
	@HYPOTHESIS_PROFILE=default AUGREPRO_FUZZ_TIMES=$(TIMES) AUGREPRO_FUZZ_START=$(START) $(BIN)/python -m pytest -n 2 tests/fuzz

# Updates of snapshots that are killed, disturbed and starved, fifty times as often as in make test.
storms: $(READY)
	@AUGREPRO_STORMS=50 $(BIN)/python -m pytest -n 0 tests/storms

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python tests/typing/check.py

bench: $(READY)
	@$(BIN)/python -m benchmarks

# What transforms take beside plain OpenCV lines, in some minutes; docs/benchmarks.md holds the table.
bench-bounds: $(READY)
	@$(BIN)/python -m benchmarks.bounds

# Floats and images of many channels beside Albumentations, in some minutes; docs/benchmarks.md holds the table.
bench-forms: $(READY)
	@$(BIN)/python -m benchmarks.form_table

# JPEG files to batches with two workers, beside three other libraries; docs/benchmarks.md holds the table.
bench-loader: $(READY) $(patsubst %,build/peers/%/.ready,albumentations torchvision kornia)
	@$(BIN)/python -m benchmarks.loader

docs: $(READY)
	@$(BIN)/python docs/pictures.py
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/generate_compat.py
	@$(BIN)/python docs/generate_harness.py
	@$(BIN)/python docs/gallery.py build/docs/gallery

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
