# shellcheck shell=bash

make_store_images() {
  local store tag
  say 'stand-ins for the images of PostgreSQL and Redis'
  for store in postgres:15-bookworm redis:7-bookworm; do
    tag=${store%%:*}
    DOCKER_BUILDKIT=1 engine build --network=host --progress=plain --tag "$store" \
      --file "$here/stand-ins/$tag.Dockerfile" --build-arg "DEBIAN_IMAGE=$debian_image" \
      "$here/stand-ins" > "$work/$tag.log" 2>&1 || show_log "$tag"
  done
}

# What is committed, and nothing that a build on this machine has left.
clone_workspace() {
  say 'a clone'
  git clone --quiet --depth 1 "file://$workspace" "$clone"
  [ ! -e "$clone/node_modules" ] || fail 'the clone has node_modules'
  port=$(free_port)
  compose_json=$clone/docker-compose.debian.json
  node "$here/compose-file.mjs" "$clone" "$port" "$node_image" "$debian_image" > "$compose_json"
  # Compose asks the docker on the path to build.
  mkdir "$work/bin"
  ln -s "$(command -v "$docker")" "$work/bin/docker"
  fact "$(git -C "$clone" rev-parse HEAD)"
}

compose() {
  PATH="$work/bin:$PATH" DOCKER_HOST="unix://$work/docker.sock" DOCKER_BUILDKIT=1 \
    COMPOSE_DOCKER_CLI_BUILD=1 BUILDKIT_PROGRESS=plain \
    docker-compose --compatibility --project-name mcp --project-directory "$clone" --file "$compose_json" "$@"
}

# In two steps: Compose 1.29 builds a service when it comes to it, and begins with that of the
# migrations, which takes the image of the api.
up() {
  local begun=$SECONDS
  say 'up --build'
  compose build > "$work/build.log" 2>&1 || compose_failed build
  fact "built in $((SECONDS - begun)) s: $(size_mb mcp/api:local) MB and $(size_mb mcp/worker:local) MB"
  begun=$SECONDS
  compose up --detach > "$work/up.log" 2>&1 || compose_failed up
  fact "migrated and started in $((SECONDS - begun)) s"
  wait_until_healthy
}

wait_until_healthy() {
  local begun=$SECONDS service
  wait_for 60 curl -fsS "http://127.0.0.1:$port/health/ready" || compose_failed up
  for service in api worker postgres redis; do
    wait_for 90 is_healthy "$service" || compose_failed up
  done
  fact "all healthy after another $((SECONDS - begun)) s"
}

container_of() { compose ps --quiet "$1"; }
is_healthy() { [ "$(engine inspect --format '{{.State.Health.Status}}' "$(container_of "$1")")" = healthy ]; }

call_and_look() {
  say 'a call, and what the services say of each other'
  node "$here/call-tool.mjs" "http://127.0.0.1:$port/mcp" || compose_failed up
  fact "api: $(curl -fsS "http://127.0.0.1:$port/health")"
  fact "worker: $(health_of worker 8001)"
  wait_for 20 is_recorded || fail 'the call is not in the audit log'
  fact "$(records) call in the audit log; logs: $(in_service api ls logs | tr '\n' ' ')"
}

in_service() { engine exec "$(container_of "$1")" "${@:2}"; }
health_of() {
  in_service "$1" node -e "fetch('http://127.0.0.1:$2/health').then((r) => r.text()).then(console.log)"
}
records() {
  in_service postgres psql postgres://app:local-only@127.0.0.1/app --tuples-only --no-align \
    --command 'SELECT count(*) FROM audit_record'
}

is_recorded() { [ "$(records)" -ge 1 ]; }

# A change to code builds the bundle, and installs nothing.
rebuild() {
  local begun=$SECONDS step
  say 'a change to a library, and build'
  echo 'export const changed = true;' >> "$clone/libs/foundation/src/index.ts"
  compose build api > "$work/rebuild.log" 2>&1 || compose_failed rebuild
  while read -r step; do
    grep -q "^$step CACHED" "$work/rebuild.log" || fail 'a change to code installed the packages anew'
  done < <(grep -E '^#[0-9]+ \[.*npm ci' "$work/rebuild.log" | cut -d ' ' -f 1 | sort -u)
  fact "built in $((SECONDS - begun)) s"
}

restart_all() {
  local begun=$SECONDS before
  say 'restart'
  before=$(records)
  compose restart > "$work/restart.log" 2>&1 || compose_failed restart
  fact "restarted in $((SECONDS - begun)) s"
  wait_until_healthy
  [ "$(records)" -ge "$before" ] || fail 'a restart lost what was in the database'
  node "$here/call-tool.mjs" "http://127.0.0.1:$port/mcp" || compose_failed restart
}

down() {
  local begun=$SECONDS
  say 'down'
  compose down --volumes > "$work/down.log" 2>&1 || compose_failed down
  [ -z "$(engine ps -aq)$(engine volume ls -q)" ] || fail 'down left containers or volumes'
  fact "ended in $((SECONDS - begun)) s, nothing left"
}

compose_failed() {
  tail -40 "$work/$1.log" >&2
  compose ps >&2 || true
  compose logs --tail 20 >&2 || true
  fail "$1 failed"
}
