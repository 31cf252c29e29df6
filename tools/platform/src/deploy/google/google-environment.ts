import { z } from 'zod';
import { hostName } from '../templates/read-environment';

const name = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, 'expected a name of Google Cloud');

/** One environment on Google Cloud: a project of its own each. */
export const googleEnvironment = z.strictObject({
  $schema: z.string().optional(),
  project: z
    .string()
    .regex(
      /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/,
      'expected the id of a project, such as example-staging',
    ),
  region: z.string().regex(/^[a-z]+-[a-z]+\d$/, 'expected a region, such as us-central1'),
  domain: hostName.describe('Where clients reach the server, without https://.'),
  network: name.describe('Where the database and Redis have their private addresses.'),
  subnetwork: name,
  minInstances: z.number().int().min(0).max(10).describe('Instances that never sleep.'),
  open: z
    .boolean()
    .describe('Let everybody reach the server, which itself asks for tokens; else Google asks.'),
});

export type GoogleEnvironment = z.infer<typeof googleEnvironment>;
