#!/usr/bin/env bash
# try_wheel.sh FILE…: install each wheel or source archive alone, without the source tree, and
# prepare the example. A wheel is tried with every Python from 3.11 that is found here; an archive,
# which is built into a wheel again, with the first of them.
set -euo pipefail
source="$(cd "$(dirname "$0")/.." && pwd)"

# The first of each version: what is on the path, what pyenv has, what the project uses.
find_pythons() {
  local python version seen=" "
  for python in python3.{11..19} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin/python \
    "$source/.venv/bin/python" python3; do
    version="$("$python" -c 'import sys, venv, ensurepip
print(*sys.version_info[:2], sep=".") if sys.version_info >= (3, 11) else None' 2>/dev/null)" || continue
    [[ -n "$version" && "$version" != None && "$seen" != *" $version "* ]] || continue
    seen+="$version "
    command -v "$python"
  done
}

# try PYTHON FILE: an empty environment, the file, the example.
try() {
  local place
  place="$(mktemp -d)"
  "$1" -m venv "$place/venv"
  "$place/venv/bin/python" -m pip install -q --no-compile "$2"  # compiled when it is used
  cp -R "$source/examples/evening-group" "$place/kit"
  (
    cd "$place"
    export ACCESS_KIT_NOW=2026-11-24T09:00:00-05:00
    venv/bin/access-kit --help >help.txt
    venv/bin/access-kit prepare kit/session.toml --out out --quiet >made.txt
    find out -name plan.json | grep -q . || { echo "$2 prepared nothing with $1" >&2; exit 1; }
  )
  rm -rf "$place"
  echo "$(basename "$2") prepares the example with $("$1" --version) ($SECONDS s)"
}

mapfile -t pythons < <(find_pythons)
for file in "$@"; do
  file="$(realpath "$file")"
  case "$file" in
    *.whl) for python in "${pythons[@]}"; do try "$python" "$file"; done ;;
    *) try "${pythons[0]}" "$file" ;;
  esac
done
