#!/bin/sh
# Sees to it that Chromium and fonts with Japanese characters are there: from Debian's packages on
# Debian, where this may install them; anywhere else it says what is missing.
set -eu
missing=""
command -v chromium >/dev/null || missing="chromium"
[ -n "$(fc-list :lang=ja family 2>/dev/null)" ] || missing="$missing fontconfig fonts-noto-cjk"
[ -n "$missing" ] || exit 0

if grep -qs '^ID=debian' /etc/os-release; then
    if [ "$(id -u)" = 0 ]; then
        sudo=""
    elif sudo -n true 2>/dev/null; then
        sudo="sudo"
    else
        echo "The browser tests need these packages: $missing" >&2
        echo "Install them with: sudo apt-get install $missing" >&2
        exit 1
    fi
    echo "Installing $missing from Debian's packages."
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get -qq update
    # shellcheck disable=SC2086 # several packages
    $sudo apt-get -qq install --yes --no-install-recommends $missing >/dev/null
    exit 0
fi
echo "The browser tests need Chromium on the path as 'chromium', and fonts with Japanese characters" >&2
echo "(Debian's names: $missing). Install them with your system's package manager." >&2
echo "Without a browser: .venv/bin/python -m pytest -m 'not browser'" >&2
exit 1
