// Writes docker-compose.yml as Debian's Compose 1.29 and its engine of version 20 take it, who lack
// three keys, on the base images, the network and a port of this machine:
//
//   node compose-file.mjs CLONE PORT NODE_IMAGE DEBIAN_IMAGE > file.json
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'yaml';

const [clone, port, NODE_IMAGE, DEBIAN_IMAGE] = process.argv.slice(2);
const {
  name: _name,
  services,
  ...file
} = yaml.parse(readFileSync(join(clone, 'docker-compose.yml'), 'utf8'), {
  merge: true,
});

function forDebian({ healthcheck, deploy, build, ports, ...service }) {
  const { start_interval: _interval, ...check } = healthcheck ?? {};
  const { pids, ...limits } = deploy?.resources?.limits ?? {};
  return {
    ...service,
    ...(Object.keys(check).length > 0 && { healthcheck: check }),
    deploy: { resources: { limits } },
    ...(pids !== undefined && { pids_limit: pids }),
    ...(build && { build: { ...build, network: 'host', args: { NODE_IMAGE, DEBIAN_IMAGE } } }),
    ...(ports && { ports: ports.map((mapping) => mapping.replace(':8000:', `:${port}:`)) }),
  };
}

const taken = Object.entries(services)
  // Those of a profile are not started: there are no stand-ins for them.
  .filter(([, { profiles }]) => profiles === undefined)
  .map(([name, service]) => [name, forDebian(service)]);
// `x-…` are only for the anchors in the file, and a name is given by the command line here.
const known = Object.entries(file).filter(([key]) => !key.startsWith('x-'));
console.log(JSON.stringify({ ...Object.fromEntries(known), services: Object.fromEntries(taken) }));
