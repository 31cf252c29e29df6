import { z } from 'zod';

const azureId = z.guid();
const group = z.string().regex(/^[\w.()-]{1,90}$/, 'expected the name of a resource group');
const vault = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, 'expected a key vault');
const domain = z.string().regex(/^(?=.{4,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'expected a host name');

/** What every environment on Azure has. */
export const azureEnvironment = {
  $schema: z.string().optional(),
  subscription: azureId,
  resourceGroup: group,
  location: z.string().regex(/^[a-z0-9]+$/, 'expected a region, such as westeurope'),
  domain: domain.describe('Where clients reach the server, without https://.'),
  keyVault: vault.describe('Has the secrets.'),
};

/** One environment, `deploy/container-instances/environments/<name>.json`. */
export const containerEnvironment = z.strictObject({
  ...azureEnvironment,
  dnsLabel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/)
    .describe('The first part of the address of the group itself.'),
  registry: domain.describe('Where the images are; the identity may pull from it.'),
  identity: z
    .string()
    .regex(/^\/subscriptions\/.+\/userAssignedIdentities\/[\w-]+$/)
    .describe('The identity of the group, which has the role AcrPull.'),
  logWorkspace: azureId.describe('The id of the customer of a Log Analytics workspace.'),
});

export type ContainerEnvironment = z.infer<typeof containerEnvironment>;
