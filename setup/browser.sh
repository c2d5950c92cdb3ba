#!/bin/sh
# Sees to it that Chromium and fonts with Japanese characters are there: from Debian's packages on
# Debian, where this may install them; anywhere else it says what is missing. Debian's Chromium without
# windows saves the tests time; where it is not packaged they do without.
set -eu
. "$(dirname "$0")/debian.sh"
set --
command -v chromium >/dev/null || set -- chromium
[ -n "$(fc-list :lang=ja family 2>/dev/null)" ] || set -- "$@" fontconfig fonts-noto-cjk
! is_debian || command -v chromium-headless-shell >/dev/null || set -- "$@" chromium-headless-shell
[ $# -gt 0 ] || exit 0
install_from_debian "The browser tests" "$@" && exit 0

echo "The browser tests need Chromium on the path as 'chromium', and fonts with Japanese characters" >&2
echo "(Debian's names: $*). Install them with your system's package manager." >&2
echo "Without a browser: .venv/bin/python -m pytest -m 'not browser'" >&2
exit 1
