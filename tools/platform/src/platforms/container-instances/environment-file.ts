import { z } from 'zod';
import { azureEnvironment, azureId } from '../../deploy/azure/azure-environment';
import { hostName } from '../../deploy/templates/read-environment';

/** One environment, `deploy/container-instances/environments/<name>.json`. */
export const containerEnvironment = z.strictObject({
  ...azureEnvironment,
  dnsLabel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/)
    .describe('The first part of the address of the group itself.'),
  registry: hostName.describe('Where the images are; the identity may pull from it.'),
  identity: z
    .string()
    .regex(/^\/subscriptions\/.+\/userAssignedIdentities\/[\w-]+$/)
    .describe('The identity of the group, which has the role AcrPull.'),
  logWorkspace: azureId.describe('The id of the customer of a Log Analytics workspace.'),
});

export type ContainerEnvironment = z.infer<typeof containerEnvironment>;
