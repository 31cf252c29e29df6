# shellcheck shell=bash

# Debian package of each program.
declare -A package_of=(
  [dockerd]=docker.io [docker]=docker.io [docker-registry]=docker-registry
  [debootstrap]=debootstrap [redis-server]=redis-server [node]=nodejs [npm]=npm [curl]=curl
)

check_needs() {
  local program app missing=()
  [ "$(id -u)" = 0 ] || fail 'needs root: dockerd and debootstrap do.'
  for program in "${!package_of[@]}"; do
    command -v "$program" > /dev/null || missing+=("$program (Debian: ${package_of[$program]})")
  done
  postgres_bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -1)
  [ -n "$postgres_bin" ] || missing+=('postgres (Debian: postgresql)')
  [ ${#missing[@]} = 0 ] || fail "missing: $(printf '%s; ' "${missing[@]}")"

  for app in "$@"; do
    [ -f "apps/$app/Dockerfile" ] || fail "$app has no Dockerfile; known: $(known_apps)"
    [ -f "apps/$app/dist/main.js" ] || fail "$app is not built: npx nx build $app"
  done
  find_docker
}

known_apps() { find apps -mindepth 2 -maxdepth 2 -name Dockerfile -printf '%h ' | sed 's#apps/##g'; }

# A docker with BuildKit: the Debian one brings it, a newer one without buildx does not.
find_docker() {
  for docker in docker /usr/bin/docker; do
    if DOCKER_BUILDKIT=1 "$docker" build --help > /dev/null 2>&1; then return; fi
  done
  fail 'docker has no BuildKit: install docker-buildx, or the docker.io of Debian.'
}
