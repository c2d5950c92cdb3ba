#!/bin/sh
# Makes the virtual environment $1 with the first Python that is new enough (PYTHON= to choose one).
set -eu
for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        "$python" -m venv --clear "$1" && exit 0
        rm -rf "$1" # venv leaves half an environment behind when it fails
        exit 1
    fi
done
echo "Python 3.11 or newer is needed and was not found (looked for: ${PYTHON:-python3, python3.11 and later})." >&2
echo "Install it, or name one: make PYTHON=/path/to/python3.12 ..." >&2
exit 1
