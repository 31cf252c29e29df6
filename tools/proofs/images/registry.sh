# shellcheck shell=bash

start_registry() {
  local port
  port=$(free_port)
  registry=127.0.0.1:$port
  mkdir -p "$work/registry"
  cat > "$work/registry.yml" << YAML
version: 0.1
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: $registry }
YAML
  start docker-registry docker-registry serve "$work/registry.yml"
  wait_for 20 curl -fsS "http://$registry/v2/" || show_log docker-registry
}

push_and_pull() {
  local app=$1 pinned
  say "$app: pushed, and pulled by digest"
  engine tag "mcp/$app:verify" "$registry/$app:verify"
  engine push --quiet "$registry/$app:verify" > /dev/null
  pinned=$(engine inspect --format '{{index .RepoDigests 0}}' "$registry/$app:verify")
  engine rmi "$registry/$app:verify" "mcp/$app:verify" > /dev/null
  engine pull --quiet "$pinned" > /dev/null
  engine tag "$pinned" "mcp/$app:verify"
  fact "$app@${pinned#*@}"
}
