import { z } from 'zod';
import { azureEnvironment, azureId } from '../../deploy/azure/azure-environment';
import { hostName } from '../../deploy/templates/read-environment';
import { serversOf } from '../../deploy/templates/server-settings';

const dnsLabel = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/)
  .describe('The first part of the address of the group itself.');

/** One environment, `deploy/container-instances/environments/<name>.json`. */
export const containerEnvironment = z.strictObject({
  ...azureEnvironment,
  dnsLabel,
  trustedProxies: z
    .string()
    .regex(/^[\d.:a-f/,]+$/, 'expected networks, such as 10.0.1.0/24, with commas between them')
    .describe('Where the proxy before the group calls from; without it all clients count as one.'),
  registry: hostName.describe('Where the images are; the identity may pull from it.'),
  identity: z
    .string()
    .regex(/^\/subscriptions\/.+\/userAssignedIdentities\/[\w-]+$/)
    .describe('The identity of the group, which has the role AcrPull.'),
  logWorkspace: azureId.describe('The id of the customer of a Log Analytics workspace.'),
  servers: serversOf({ dnsLabel }),
});

export type ContainerEnvironment = z.infer<typeof containerEnvironment>;
