import { z } from 'zod';
import { hostName } from '../templates/read-environment';

export const azureId = z.guid();
const group = z.string().regex(/^[\w.()-]{1,90}$/, 'expected the name of a resource group');
const vault = z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/, 'expected a key vault');

/** What every environment on Azure has. */
export const azureEnvironment = {
  $schema: z.string().optional(),
  subscription: azureId,
  resourceGroup: group,
  location: z.string().regex(/^[a-z0-9]+$/, 'expected a region, such as westeurope'),
  domain: hostName.describe('Where clients reach the server, without https://.'),
  keyVault: vault.describe('Has the secrets.'),
};
