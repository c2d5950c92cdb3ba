#!/bin/sh
# Sees to it that the programs of PostgreSQL are there: from Debian's packages on Debian, where this may
# install them; anywhere else it says what is missing. The tests start a server of their own with them.
set -eu
. "$(dirname "$0")/debian.sh"
if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    exit 0
fi
install_from_debian "The tests of shared live rooms" postgresql && exit 0

echo "The tests of shared live rooms need PostgreSQL's 'initdb' and 'postgres' on the path." >&2
echo "Install them with your system's package manager." >&2
echo "Without them: .venv/bin/python -m pytest -m 'not postgres'" >&2
exit 1
