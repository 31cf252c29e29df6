import type { ResourceApi } from '../../deploy/azure/azure-resource';
import { type Wait, waitUntil } from '../../deploy/wait-until';
import type { ContainerGroup } from './container-group';

/**
 * Makes a group for one purpose, waits until something can be said of it, and deletes it.
 *
 * @param outcomeOf what is looked for; `undefined` while there is nothing to say yet
 */
export async function oneGroup<T>(
  what: string,
  api: ResourceApi<ContainerGroup>,
  group: ContainerGroup,
  wait: Wait,
  outcomeOf: (live: ContainerGroup) => T | Promise<T> | undefined,
): Promise<T> {
  // A group of an earlier run has ended and cannot be started again.
  await api.delete();
  await api.put(group);
  try {
    return await waitUntil(what, wait, async () => {
      const live = await api.get();
      return live && outcomeOf(live);
    });
  } finally {
    // Of a run that is told to stop, the next one deletes it.
    await api.delete().catch(() => undefined);
  }
}

/** The code with which a container of a group ended; `undefined` while it has not. */
export function exitCodeOf({ properties }: ContainerGroup, name: string): number | undefined {
  const container = properties.containers.find((one) => one.name === name);
  const { state, exitCode } = container?.properties.instanceView?.currentState ?? {};
  return state === 'Terminated' ? (exitCode ?? 1) : undefined;
}
