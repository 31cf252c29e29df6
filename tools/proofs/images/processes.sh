# shellcheck shell=bash

# start NAME COMMAND…: in the background, its output in a file.
start() {
  local name=$1
  shift
  "$@" > "$work/$name.log" 2>&1 &
  started+=($!)
}

show_log() {
  tail -20 "$work/$1.log" >&2
  fail "$1 did not start"
}

end_everything() {
  local index pid status=$?
  if [ -S "$work/docker.sock" ]; then
    engine ps -aq | xargs -r "$docker" -H "unix://$work/docker.sock" rm -f > /dev/null || true
    # Their bridges would outlive the engine.
    engine network prune --force > /dev/null || true
  fi
  for ((index = ${#started[@]} - 1; index >= 0; index--)); do
    pid=${started[$index]}
    kill -TERM "$pid" 2> /dev/null || continue
    wait_for 30 gone "$pid" || kill -KILL "$pid"
  done
  # The engine leaves the mount of the host's network behind.
  umount "$work/exec/netns/default" 2> /dev/null || true
  rm -rf "$work"
  exit "$status"
}

gone() { ! kill -0 "$1" 2> /dev/null; }

# An engine of its own, beside any that runs here. Containers use the host's network, so that they
# reach what listens on loopback and no firewall rule is touched.
start_docker() {
  say 'a Docker engine of its own'
  mkdir -p "$work/data" "$work/exec"
  start dockerd dockerd --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" \
    -H "unix://$work/docker.sock" --storage-driver=overlay2 --bridge=none --iptables=false
  wait_for 60 engine info || show_log dockerd
  fact "$(engine version --format 'client {{.Client.Version}}, server {{.Server.Version}}')"
}

engine() { "$docker" -H "unix://$work/docker.sock" "$@"; }
