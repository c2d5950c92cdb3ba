#!/bin/sh
# Sees to it that the programs of PostgreSQL are there: from Debian's packages on Debian, where this may
# install them; anywhere else it says what is missing. The tests start a server of their own with them.
set -eu
if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    exit 0
fi

if grep -qs '^ID=debian' /etc/os-release; then
    if [ "$(id -u)" = 0 ]; then
        sudo=""
    elif sudo -n true 2>/dev/null; then
        sudo="sudo"
    else
        echo "The tests of shared live rooms need this package: postgresql" >&2
        echo "Install it with: sudo apt-get install postgresql" >&2
        exit 1
    fi
    echo "Installing postgresql from Debian's packages."
    export DEBIAN_FRONTEND=noninteractive
    # The programs alone: no database of the system's own is made or started.
    $sudo mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
    $sudo apt-get -qq update
    $sudo apt-get -qq install --yes --no-install-recommends postgresql >/dev/null
    exit 0
fi
echo "The tests of shared live rooms need PostgreSQL's 'initdb' and 'postgres' on the path." >&2
echo "Install them with your system's package manager." >&2
echo "Without them: .venv/bin/python -m pytest -m 'not postgres'" >&2
exit 1
