#!/bin/sh
# Write packaging/lock/*.txt: every package pinned with the hashes of its files, for all systems and
# Python 3.11 or newer, and no address in it. Called by `make lock` with the interpreter to use.
set -eu
cd "$(dirname "$0")/.."
tools=build/lock-tools
[ -x "$tools/bin/uv" ] || { "$1" -m venv "$tools"; "$tools/bin/python" -m pip install --quiet uv; }

# pytest-audioeval is wanted for its recordings; what it would compute with pesq needs a compiler.
echo pesq > build/excluded.txt

compile() { # OUTPUT [ARGUMENT...]
    output=packaging/lock/$1
    shift
    "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --upgrade \
        --excludes build/excluded.txt --generate-hashes --only-binary :all: --no-header --no-emit-index-url --no-emit-find-links \
        pyproject.toml "$@" --output-file "$output"
}

compile dev.txt --extra english --extra multilingual --extra opus --group test --group lint --group bench --group speech --group package --group build
pinned="--constraint packaging/lock/dev.txt"
compile app.txt --extra english --extra multilingual $pinned
compile core.txt --extra english --extra multilingual --extra opus --group test-core $pinned \
    --no-emit-package pyside6-essentials --no-emit-package shiboken6
! grep -n "://" packaging/lock/*.txt
