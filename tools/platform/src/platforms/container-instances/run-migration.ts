import { DeployError } from '../../deploy/deploy.error';
import { type Wait, waitUntil } from '../../deploy/wait-until';
import type { ResourceApi } from '../../deploy/azure/azure-resource';
import type { ContainerGroup } from './container-group';

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
  // A group of an earlier run has ended and cannot be started again.
  await api.delete();
  await api.put(group);
  try {
    const code = await waitUntil('The migration', wait, async () => {
      const { containers = [] } = (await api.get())?.properties ?? {};
      const { state, exitCode } = containers[0]?.properties.instanceView?.currentState ?? {};
      return state === 'Terminated' ? (exitCode ?? 1) : undefined;
    });
    if (code === 0) return;
    const message = `The migration ended with code ${code}; the old version runs on.`;
    throw new DeployError('MIGRATION_FAILED', message, await logs());
  } finally {
    // Of a run that is told to stop, the next one deletes it.
    await api.delete().catch(() => undefined);
  }
}
