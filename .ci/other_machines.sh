#!/usr/bin/env bash
# The tests on machines as people have them, not as a server is: first a desktop with fonts and
# voices that we do not ship, then a home with spaces in its name, a language whose letters change
# case in their own way, and a time zone that is three quarters of an hour off the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

jobs="${JOBS:-auto}"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
run() { .venv/bin/python -m pytest -q -n "$jobs" --dist worksteal "$@"; }

if command -v apt-get >/dev/null 2>&1; then
  as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    fonts-wqy-zenhei espeak-ng locales </dev/null >/dev/null
fi

echo "a desktop with more fonts and voices"
run tests/documents/test_pdf.py tests/languages tests/documents/sound

echo "another language, another zone, and a home with spaces in its name"
localedef -i tr_TR -f UTF-8 "$place/tr_TR.UTF-8" || [[ -d "$place/tr_TR.UTF-8" ]]
mkdir "$place/a home"
LOCPATH="$place" LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Asia/Kathmandu HOME="$place/a home" \
  run tests/kit tests/intake tests/i18n tests/delivery tests/recommend tests/examples
