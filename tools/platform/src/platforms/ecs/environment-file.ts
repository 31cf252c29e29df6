import { isTimeZone } from '@repo/foundation';
import { z } from 'zod';
import { hostName } from '../../deploy/templates/read-environment';
import { serversOf } from '../../deploy/templates/server-settings';

const account = z.string().regex(/^\d{12}$/, 'expected the 12 digits of an AWS account');
const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a region, such as eu-central-1');

const githubId = z.number().int().positive();
const tasks = z.number().int().min(0).max(1_000);

const scheduledSize = z.strictObject({
  name: z.string().regex(/^[\w-]+$/),
  cron: z.string().regex(/^cron\(.+\)$/, 'expected an expression such as cron(0 8 ? * MON-FRI *)'),
  timeZone: z.string().refine(isTimeZone, 'expected a time zone, such as Europe/Berlin'),
  min: tasks,
  max: tasks,
});

/** How large an app is in one environment. */
const size = z.strictObject({
  cpu: z.enum(['256', '512', '1024', '2048', '4096']).describe('Of a task; 1024 is one CPU.'),
  memory: z
    .string()
    .regex(/^\d{3,5}$/)
    .describe('Of a task, in MiB; Fargate has few for each CPU.'),
  min: tasks.describe('Tasks at least, but for `schedule` and off-hours scaling.'),
  max: tasks,
  schedule: z
    .array(scheduledSize)
    .describe('Leave it empty for a service that deploy/ecs/scaling names without dry_run.'),
});

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
  servers: serversOf({
    certificate: z
      .uuid()
      .optional()
      .describe('Of its domain; none where the certificate of the environment is for it too.'),
  }),
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
    poolSize: z
      .number()
      .int()
      .min(2)
      .max(1_000)
      .describe('DATABASE_POOL_SIZE: connections that a process keeps at most.'),
  }),
  sizes: z.object({ api: size, worker: size }).catchall(size),
  cache: z.strictObject({
    node: z.string().startsWith('cache.'),
    replicas: z.number().int().min(0).max(5).describe('More than 0: a failure moves to another.'),
  }),
});

export interface EcsEnvironment extends z.infer<typeof environmentFile> {
  /** Of the file, such as `staging`. */
  readonly name: string;
}
