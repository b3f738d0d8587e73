#!/usr/bin/env bash
# try_lock.sh WHEEL: with every Python from 3.11 that is found here, install what the lock of the core
# names, by digest and from wheels alone, then the wheel of the project, and prepare the example.
# LOCK=all tries another lock; srt, of the captions, has no wheel and is built.
set -euo pipefail
source="$(cd "$(dirname "$0")/.." && pwd)"
lock="$source/locks/${LOCK:-base}.txt"

for python in python3.{11..13} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1{1,2,3}*/bin/python; do
  command -v "$python" >/dev/null 2>&1 || continue
  version="$("$python" -c 'import sys, venv, ensurepip; print(*sys.version_info[:2], sep=".")' 2>/dev/null)" || continue
  case " ${tried:-} " in *" $version "*) continue ;; esac
  tried="${tried:-} $version"
  place="$(mktemp -d)"
  "$python" -m venv "$place/venv"
  env -u PIP_CONSTRAINT "$place/venv/bin/python" -m pip install -q --no-compile --require-hashes \
    --only-binary :all: --no-binary srt -r "$lock"
  "$place/venv/bin/python" -m pip install -q --no-compile --no-deps "$1"
  "$place/venv/bin/python" -m pip check
  cp -R "$source/examples/evening-group" "$place/kit"
  (cd "$place" && ACCESS_KIT_NOW=2026-11-24T09:00:00-05:00 \
    venv/bin/access-kit prepare kit/session.toml --out out --quiet)
  echo "$(basename "$lock") and $(basename "$1") work with Python $version"
  rm -rf "$place"
done
[[ -n "${tried:-}" ]] || { echo "no Python from 3.11 is here" >&2; exit 1; }
