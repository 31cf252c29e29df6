import type { ResourceApi } from '../../deploy/azure/azure-resource';
import { DeployError } from '../../deploy/deploy.error';
import type { Wait } from '../../deploy/wait-until';
import type { ContainerGroup } from './container-group';
import { exitCodeOf, oneGroup } from './one-group';

/**
 * Runs a group that migrates and ends, and deletes it.
 *
 * @param logs the last lines that it wrote
 * @throws {DeployError} MIGRATION_FAILED
 */
export async function runMigration(
  api: ResourceApi<ContainerGroup>,
  group: ContainerGroup,
  wait: Wait,
  logs: () => Promise<string[]>,
): Promise<void> {
  const [{ name } = { name: '' }] = group.properties.containers;
  await oneGroup('The migration', api, group, wait, async (live) => {
    const code = exitCodeOf(live, name);
    if (code === undefined || code === 0) return code;
    const message = `The migration ended with code ${code}; the old version runs on.`;
    throw new DeployError('MIGRATION_FAILED', message, await logs());
  });
}
