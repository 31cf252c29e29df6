import { z } from 'zod';
import { hostName } from '../../deploy/templates/read-environment';

const account = z.string().regex(/^\d{12}$/, 'expected the 12 digits of an AWS account');
const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a region, such as eu-central-1');

const githubId = z.number().int().positive();

/** One environment on AWS, `deploy/ecs/environments/<name>.json`: an account of its own each. */
export const environmentFile = z.strictObject({
  $schema: z.string().optional(),
  account,
  region,
  availabilityZones: z
    .array(z.string())
    .min(2)
    .max(3)
    .describe('Two at least: the load balancer needs them.'),
  cluster: z.string().regex(/^[\w-]{1,255}$/),
  domain: hostName.describe('Where clients reach the api, without https://.'),
  certificate: z.uuid().describe('The id of the certificate for the domain in ACM, same region.'),
  registry: z
    .strictObject({ account, region })
    .describe('Where the images are. Environments share one, so that what was tested is deployed.'),
  repository: z
    .string()
    .regex(/^[\w.-]+\/[\w.-]+$/, 'expected owner/name')
    .describe('The repository on GitHub whose workflows may deploy.'),
  githubIds: z
    .strictObject({ owner_id: githubId, repository_id: githubId })
    .optional()
    .describe(
      "Its ids, which are in the subject of GitHub's tokens if it was made, renamed or moved since " +
        "July 2026: gh api repos/OWNER/NAME --jq '.owner.id, .id'",
    ),
  alarmEmail: z.email(),
  monthlyBudgetUsd: z.number().positive(),
  database: z.strictObject({
    instance: z
      .string()
      .regex(/^[a-z0-9]+\.[a-z0-9]+$/, 'expected a class without db., as t4g.micro'),
    multiAz: z.boolean(),
    storageGib: z.number().int().min(20).max(65_536),
  }),
  cache: z.strictObject({
    node: z.string().startsWith('cache.'),
    replicas: z.number().int().min(0).max(5).describe('More than 0: a failure moves to another.'),
  }),
});

export interface EcsEnvironment extends z.infer<typeof environmentFile> {
  /** Of the file, such as `staging`. */
  readonly name: string;
}
