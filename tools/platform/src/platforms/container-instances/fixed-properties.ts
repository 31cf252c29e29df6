import { DeployError } from '../../deploy/deploy.error';
import { differences, pickManagedFields } from '../../deploy/differences';
import type { ContainerGroup } from './container-group';

/**
 * What Azure sets when it makes a group and never again: the operating system, the restart policy,
 * processors and memory, and the network.
 * https://learn.microsoft.com/azure/container-instances/container-instances-update
 */
function fixedProperties({ location, properties }: ContainerGroup) {
  const { osType, restartPolicy, sku, subnetIds, ipAddress, containers } = properties;
  return {
    location,
    ...{ osType, restartPolicy, sku, subnetIds },
    ipAddress: { type: ipAddress?.type, dnsNameLabel: ipAddress?.dnsNameLabel },
    containers: containers.map(({ name, properties: { resources } }) => ({ name, resources })),
  };
}

/** @throws {DeployError} USAGE where a change could only be made by deleting the group */
export function refuseFixedChanges(live: ContainerGroup, wanted: ContainerGroup): void {
  const after = JSON.parse(JSON.stringify(fixedProperties(wanted))) as object;
  const found = differences(pickManagedFields(fixedProperties(live), after), after)
    // Of what Azure does not tell nothing is known.
    .filter((line) => !line.includes(': nothing → '));
  if (found.length === 0) return;
  throw new DeployError(
    'USAGE',
    `Azure cannot change this of ${live.name}, and nothing was changed. To have it, delete the ` +
      `group, which then serves nobody until the deploy has made it anew: ` +
      `az container delete --resource-group … --name ${live.name}`,
    found,
  );
}
