import { z } from 'zod';

const values = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());

/** How the tools run as one function, `deploy/cloud-functions/function.yaml`. */
export const functionFile = z.strictObject({
  name: z.string().regex(/^[a-z][-a-z0-9]{0,40}$/),
  source: z.string().describe('The built package, from the root of the workspace.'),
  entryPoint: z.string().regex(/^[A-Za-z_$][\w$]*$/),
  baseImage: z.string(),
  automaticBaseImageUpdates: z.boolean(),
  memory: z.string().regex(/^\d+(Mi|Gi)$/),
  cpu: z.number().positive().max(8),
  concurrency: z.number().int().min(1).max(1_000),
  timeoutSeconds: z.number().int().min(1).max(3_600),
  minInstances: z.number().int().min(0).max(1_000),
  maxInstances: z.number().int().min(1).max(1_000),
  serviceAccount: z.string().describe('Its name in the project.'),
  cpuAlways: z.boolean(),
  startupCpuBoost: z.boolean(),
  ingress: z.enum(['all', 'internal', 'internal-and-cloud-load-balancing']),
  environment: values,
  secrets: values.describe('By variable the name of the secret in Secret Manager.'),
});

export type FunctionFile = z.infer<typeof functionFile>;
