import { join } from 'node:path';
import { z } from 'zod';
import { DeployError } from '../../deploy/deploy.error';
import type { GoogleEnvironment } from '../../deploy/google/google-environment';
import { fillPlaceholders, readTemplate } from '../../deploy/templates/template';
import type { KnativeService } from '../../deploy/google/knative-service';

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

/** The function of an environment. @throws {DeployError} USAGE with every fault */
export function readFunction(folder: string, environment: GoogleEnvironment): FunctionFile {
  const path = join(folder, 'function.yaml');
  const { data, error } = functionFile.safeParse(readTemplate(path));
  if (error) throw new DeployError('USAGE', `${path} has faults:\n${z.prettifyError(error)}`);
  return fillPlaceholders(data, { ...environment });
}

interface LiveContainer {
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources?: { readonly limits?: Readonly<Record<string, string>> };
}

/** The settings of a function that can be read back from the service that it is. */
export function wantedSettings(file: FunctionFile) {
  const { cpu, memory, concurrency, timeoutSeconds: timeout, environment } = file;
  return { cpu: String(cpu), memory, concurrency, timeout, environment };
}

export function liveSettings({ spec }: KnativeService) {
  const { containers, ...revision } = spec.template.spec;
  const { env = [], resources } = (containers[0] ?? {}) as LiveContainer;
  const { containerConcurrency: concurrency, timeoutSeconds: timeout } = revision as {
    readonly containerConcurrency?: number;
    readonly timeoutSeconds?: number;
  };
  const { cpu, memory } = resources?.limits ?? {};
  const open = env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
  const environment = Object.fromEntries(open) as Readonly<Record<string, string>>;
  return { cpu, memory, concurrency, timeout, environment };
}
