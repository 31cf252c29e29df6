import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../workspace';
import type { ComposeFile, Service } from './compose-file';

/** Runs on the mounted source, which it writes to. */
const writes = ['dev'];
/** Their images hold the program alone: nothing in them could ask for its health. */
const hasNoShell = ['collector', 'tempo', 'loki'];
/** Ends, and so has no health. */
const ends = ['migrate'];

/** What a service may not do, and what it lacks. */
export function composeFaults({ services, volumes }: ComposeFile): string[] {
  return Object.entries(services).flatMap(([name, service]) =>
    [
      ...rightsFaults(name, service),
      ...reachFaults(service),
      ...mountFaults(service, Object.keys(volumes)),
      ...waitFaults(name, service, services),
    ].map((fault) => `${name} ${fault}`),
  );
}

function rightsFaults(name: string, service: Service): string[] {
  const { read_only, cap_drop, security_opt, privileged, deploy } = service;
  const faults = [
    read_only !== true && !writes.includes(name) && 'may write to its root',
    !cap_drop?.includes('ALL') && 'keeps capabilities',
    !security_opt?.includes('no-new-privileges:true') && 'may gain privileges',
    privileged === true && 'is privileged',
    deploy?.resources?.limits?.memory === undefined && 'has no memory limit',
  ];
  return faults.filter((fault) => fault !== false);
}

function reachFaults({ image, ports = [] }: Service): string[] {
  return [
    ...(/:(?!latest$)[\w.-]+$/.test(image) ? [] : [`runs ${image}, which can be anything`]),
    ...ports
      .filter((port) => !port.startsWith('127.0.0.1:'))
      .map((port) => `opens ${port} to other machines`),
  ];
}

function mountFaults({ volumes = [] }: Service, named: readonly string[]): string[] {
  return volumes
    .map((volume) => volume.split(':')[0]!)
    .filter((from) =>
      from.startsWith('.') ? !existsSync(join(workspace, from)) : !named.includes(from),
    )
    .map((from) => `mounts ${from}, which is not there`);
}

/** Nothing waits for a state that its service never reaches. */
function waitFaults(name: string, service: Service, services: ComposeFile['services']): string[] {
  const { healthcheck, depends_on: waitsFor = {} } = service;
  const hasHealth = healthcheck !== undefined && healthcheck.disable !== true;
  const known = hasHealth || [...ends, ...writes, ...hasNoShell].includes(name);
  return [
    ...(known ? [] : ['has no health check']),
    ...Object.entries(waitsFor)
      .filter(([other, { condition }]) => {
        const needed = ends.includes(other) ? 'service_completed_successfully' : 'service_healthy';
        return services[other] === undefined || condition !== needed;
      })
      .map(([other, { condition }]) => `waits for ${other} to be ${condition}`),
  ];
}
