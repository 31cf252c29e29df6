# shellcheck shell=bash
say() { printf '\n== %s\n' "$*"; }
fact() { printf '   %s\n' "$*"; }
fail() {
  printf '\nimage proof: %s\n' "$*" >&2
  exit 1
}

# wait_for SECONDS COMMAND…: until it succeeds.
wait_for() {
  local until=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.1
  done
}

free_port() {
  node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => {
    console.log(s.address().port); s.close(); })'
}
