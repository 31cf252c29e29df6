import { z } from 'zod';

const percent = z.number().int().min(0).max(100);

/** How one app runs as a service of ECS, `deploy/ecs/<app>/service.json`. */
export const serviceFile = z.strictObject({
  $schema: z.string().optional(),
  service: z.string().regex(/^[\w-]{1,255}$/),
  container: z.string().describe('The container of the task definition that gets the image.'),
  port: z.number().int().optional().describe('The port that the load balancer talks to.'),
  migrate: z
    .array(z.string())
    .nonempty()
    .optional()
    .describe('Arguments for the one task that brings the database up to date.'),
  capacity: z
    .array(
      z.strictObject({
        provider: z.enum(['FARGATE', 'FARGATE_SPOT']),
        weight: z.number().int().min(0).max(1_000),
        base: z.number().int().min(0),
      }),
    )
    .nonempty(),
  deployment: z.strictObject({
    minimumHealthyPercent: percent,
    maximumPercent: z.number().int().min(101).max(200),
  }),
  healthCheckGracePeriodSeconds: z.number().int().min(0).optional(),
  autoscaling: z.strictObject({
    cpu: percent.describe('Percent that target tracking aims at.'),
    memory: percent.describe('Percent that target tracking aims at.'),
    scaleOutCooldownSeconds: z.number().int().min(0),
    scaleInCooldownSeconds: z.number().int().min(0),
  }),
});

export type EcsServiceFile = z.infer<typeof serviceFile>;
