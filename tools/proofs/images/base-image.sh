# shellcheck shell=bash

# Stand in for the two images that the Dockerfiles name, which no registry gives here.
make_base_images() {
  local root="$work/base" node_version arch program
  node_version=$(sed -n 's/^ARG NODE_IMAGE=.*node:\([0-9.]*\)-.*/\1/p' apps/api/Dockerfile)
  arch=$(node -p process.arch)
  say "base images: Debian bookworm, and Node $node_version on it"
  debootstrap --variant=minbase bookworm "$root" > "$work/debootstrap.log" || show_log debootstrap
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}
  debian_image=mcp/verify-debian:local
  import_image "$root" "$debian_image"

  # The same version of Node from npm, npm, and this machine's certificates.
  npm install --silent --no-save --ignore-scripts --prefix "$work/npm" \
    "node-linux-$arch@$node_version" npm@11
  mkdir -p "$root/usr/local/lib/node_modules" "$root/etc/ssl/certs"
  cp "$work/npm/node_modules/node-linux-$arch/bin/node" "$root/usr/local/bin/node"
  cp -r "$work/npm/node_modules/npm" "$root/usr/local/lib/node_modules/"
  for program in npm npx; do
    ln -s "../lib/node_modules/npm/bin/$program-cli.js" "$root/usr/local/bin/$program"
  done
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  node_image=mcp/verify-node:local
  import_image "$root" "$node_image" 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt'
  rm -rf "$root"
  fact "Debian $(size_mb "$debian_image") MB, with Node and npm $(size_mb "$node_image") MB"
}

import_image() {
  tar -C "$1" -c . | engine import ${3:+--change "$3"} - "$2" > /dev/null
}

size_mb() { echo $(($(engine image inspect --format '{{.Size}}' "$1") / 1000000)); }
