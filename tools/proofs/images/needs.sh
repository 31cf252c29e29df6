# shellcheck shell=bash

# Debian package of each program.
declare -A package_of=(
  [dockerd]=docker.io [docker]=docker.io [docker-registry]=docker-registry [docker-compose]=docker-compose
  [debootstrap]=debootstrap [redis-server]=redis-server [node]=nodejs [npm]=npm [curl]=curl [git]=git
)
engine_programs=(dockerd docker debootstrap node npm curl)

check_programs() {
  local program missing=()
  [ "$(id -u)" = 0 ] || fail 'needs root: dockerd and debootstrap do.'
  for program in "$@"; do
    command -v "$program" > /dev/null || missing+=("$program (Debian: ${package_of[$program]})")
  done
  [ ${#missing[@]} = 0 ] || fail "missing: $(printf '%s; ' "${missing[@]}")"
}

check_needs() {
  local app
  check_programs "${engine_programs[@]}" docker-registry redis-server
  postgres_bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -1)
  [ -n "$postgres_bin" ] || fail 'missing: postgres (Debian: postgresql)'
  for app in "$@"; do
    [ -f "$(dockerfile_of "$app")" ] || fail "$app has no Dockerfile; known: $(known_apps)"
  done
  [ -n "$(first_server "$@")" ] || fail "no server makes the tables for $*: name one too, such as api"
  find_docker
}

# Its own, else that of all servers.
dockerfile_of() {
  local own=apps/$1/Dockerfile
  if [ ! -f "$own" ] && is_server "$1"; then own=apps/api/Dockerfile; fi
  echo "$own"
}

is_server() { grep -qs '"@repo/mcp-server"' "apps/$1/package.json"; }

first_server() {
  local app
  for app in "$@"; do
    ! is_server "$app" || { echo "$app" && return; }
  done
}

known_apps() { find apps -mindepth 2 -maxdepth 2 -name Dockerfile -printf '%h ' | sed 's#apps/##g'; }

# A docker with BuildKit: the Debian one brings it, a newer one without buildx does not.
find_docker() {
  for docker in docker /usr/bin/docker; do
    if DOCKER_BUILDKIT=1 "$docker" build --help > /dev/null 2>&1; then return; fi
  done
  fail 'docker has no BuildKit: install docker-buildx, or the docker.io of Debian.'
}
