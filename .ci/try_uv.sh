#!/usr/bin/env bash
# try_uv.sh WHEEL: what somebody without Python does: an empty home, nothing on the path but uv,
# what is fetched compared with its digest, `uv tool install` by the lock and offline, the tour, and
# all of it taken away again. Where uv cannot fetch a Python, because only package indexes can be
# reached, it gets this computer's, and that is said.
set -euo pipefail
source="$(cd "$(dirname "$0")/.." && pwd)"
wheel="$(realpath "$1")"
place="$(mktemp -d)"
trap 'rm -rf "$place"' EXIT
mkdir "$place/bin" "$place/home"
ln -s "$(realpath "${UV:-$source/.venv/bin/uv}")" "$place/bin/uv"

# How this computer reaches the package index stays; all else of its environment does not.
mapfile -t network < <(env | grep -iE '^(UV_INDEX|UV_DEFAULT_INDEX|PIP_INDEX|SSL_CERT|https?_proxy|no_proxy|all_proxy)' || true)
bare() {
  (cd "$place" && env -i "${network[@]}" HOME="$place/home" LANG=C.UTF-8 UV_NO_PROGRESS=1 \
    PATH="$place/bin:$place/home/.local/bin" "$@")
}

python=3.13
if ! bare uv python install --no-config "$python" >"$place/fetched.txt" 2>&1; then
  for one in python3.{13,12,11} python3; do
    python="$("$one" -c 'import sys; sys.version_info >= (3, 11) and print(sys.executable)' \
      2>/dev/null)" && [[ -n "$python" ]] && break
  done
  borrowed=", with the Python of this computer: none can be fetched from here"
fi
bare uv venv --quiet --python "$python" checked
bare uv pip install --quiet --python checked --require-hashes -r "$source/locks/all.txt"
bare uv tool install --quiet --offline --python "$python" --with-requirements "$source/locks/all.txt" "$wheel"
bare ACCESS_KIT_NOW=2026-11-24T09:00:00-05:00 access-kit tour >"$place/said.txt"
compgen -G "$place/access-kit-tour/out/*/runsheet.pdf" >/dev/null || { echo "the tour made nothing" >&2; exit 1; }
size="$(du -sm "$place/home/.local/share/uv/tools" | cut -f1)"
bare uv tool uninstall --quiet access-kit
[[ -z "$(ls -A "$place/home/.local/bin")" ]] || { echo "something stays" >&2; exit 1; }
echo "$(basename "$wheel") installs by uv, $size MB, and makes the tour${borrowed:-} ($SECONDS s)"
