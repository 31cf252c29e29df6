# shellcheck shell=bash

# Seconds from SIGTERM to the kill, as orchestrators give them.
stop_timeout=30
random_secret() { node -p 'require("node:crypto").randomBytes(36).toString("base64url")'; }
api_key=$(random_secret)
jwt_secret=$(random_secret)

# in_production NAME APP PORT ARGUMENTS…: `docker run` with the rights of production.
in_production() {
  local name=$1 app=$2 port=$3
  shift 3
  engine run --name "$name" --network=host --read-only --tmpfs /tmp:size=16m --cap-drop=ALL \
    --security-opt=no-new-privileges --user 1000:1000 --memory=512m --pids-limit=256 \
    --env "PORT=$port" --env "WORKER_PORT=$port" --env WORKERS=1 --env PUBLIC_URL=https://mcp.example.com \
    --env "DATABASE_URL=postgres://postgres@127.0.0.1:$postgres_port/postgres" \
    --env "REDIS_URL=redis://127.0.0.1:$redis_port" \
    --env "JWT_SECRET=$jwt_secret" --env "API_KEY=$api_key" \
    --env ALLOWED_HOSTS=127.0.0.1 --env SCALING_CONFIG=deploy/scaling.yaml \
    "${extra[@]}" "mcp/$app:verify" "$@"
}

# Each server knows the tables of all.
migrate() {
  local app
  app=$(first_server "$@")
  extra=(--rm)
  say "migrations, by the image of $app"
  in_production migrate "$app" 0 --migrate > "$work/migrate.log" 2>&1 || show_log migrate
  fact "$(tail -1 "$work/migrate.log" | cut -c1-160)"
}

run_as_in_production() {
  local app=$1 port begun=$SECONDS
  port=$(free_port)
  say "$app: read-only, without capabilities, as user 1000"
  extra=(--detach)
  in_production "$app" "$app" "$port" > /dev/null
  wait_for 30 curl -fsS "http://127.0.0.1:$port/health/ready" || container_failed "$app" 'is not ready'
  fact "ready after $((SECONDS - begun)) s: $(curl -fsS "http://127.0.0.1:$port/health")"
  wait_for 60 healthy "$app" || container_failed "$app" 'is not healthy by its HEALTHCHECK'
  fact 'healthy by its HEALTHCHECK'
  ! is_server "$app" || call_tool "$app" "$port"
  fact "memory $(engine stats --no-stream --format '{{.MemUsage}}' "$app")"
  stop_in_time "$app"
}

healthy() { [ "$(engine inspect --format '{{.State.Health.Status}}' "$1")" = healthy ]; }

call_tool() {
  node "$here/call-tool.mjs" "http://127.0.0.1:$2/mcp" "$api_key" \
    || container_failed "$1" 'did not answer a call'
}

stop_in_time() {
  local app=$1 code begun=$SECONDS
  engine stop --time "$stop_timeout" "$app" > /dev/null
  code=$(engine inspect --format '{{.State.ExitCode}}' "$app")
  [ "$code" = 0 ] || container_failed "$app" "exited $code after SIGTERM"
  fact "SIGTERM: exit 0 after $((SECONDS - begun)) s"
  engine rm "$app" > /dev/null
}

container_failed() {
  engine logs --tail 20 "$1" >&2
  fail "$1 $2"
}
