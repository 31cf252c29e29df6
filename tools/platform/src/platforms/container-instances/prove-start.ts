import type { ResourceApi } from '../../deploy/azure/azure-resource';
import { DeployError } from '../../deploy/deploy.error';
import type { Wait } from '../../deploy/wait-until';
import type { ContainerGroup } from './container-group';
import { exitCodeOf, oneGroup } from './one-group';

/** Where a release of a group proves that it starts. */
export const startGroupOf = (name: string): string => name.replace('mcp-server', 'mcp-start');

/** Asks its neighbour, with which it shares the network, for five minutes at most. */
const ASK = `
const end = Date.now() + 300_000;
const ask = () =>
  fetch('http://127.0.0.1:' + (process.env.PORT || 8000) + '/health/ready', { signal: AbortSignal.timeout(5_000) })
    .then(({ ok }) => ok, () => false)
    .then((ok) => (ok ? process.exit(0) : Date.now() < end ? setTimeout(ask, 1_000) : process.exit(1)));
ask();`;

/**
 * Runs a release in a group beside the one that is stopped until it is ready, and deletes that: the
 * stopped one need not be woken for a deploy. Azure tells of no readiness, so a second container asks.
 *
 * @param group what is to be deployed
 * @param logs the last lines that the release wrote
 * @throws {DeployError} FAILED when it ends or does not get ready
 */
export async function proveStart(
  api: ResourceApi<ContainerGroup>,
  group: ContainerGroup,
  wait: Wait,
  logs: () => Promise<string[]>,
): Promise<void> {
  const start = startGroup(group);
  const [release, asker] = start.properties.containers.map(({ name }) => name) as [string, string];
  await oneGroup('The start of one group', api, start, wait, async (live) => {
    if (exitCodeOf(live, asker) === 0) return true;
    const code = exitCodeOf(live, release);
    const reason =
      code !== undefined
        ? `it ended with code ${code}`
        : exitCodeOf(live, asker) !== undefined
          ? 'it did not get ready in five minutes'
          : undefined;
    if (reason === undefined) return undefined;
    const message = `One group of the new version did not start: ${reason}.`;
    throw new DeployError('FAILED', message, await logs());
  });
}

/** Nobody reaches it from outside, and what ends in it stays so. */
function startGroup({
  properties: { ipAddress: _, ...properties },
  ...group
}: ContainerGroup): ContainerGroup {
  const [release] = properties.containers;
  const { image } = release!.properties;
  const asker = {
    name: 'ask',
    properties: {
      image,
      command: ['node', '--eval', ASK],
      resources: { requests: { cpu: 0.1, memoryInGB: 0.2 } },
    },
  };
  return {
    ...group,
    name: startGroupOf(group.name),
    properties: { ...properties, restartPolicy: 'Never', containers: [release!, asker] },
  };
}
