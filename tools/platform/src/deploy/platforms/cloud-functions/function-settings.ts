import type { KnativeService } from '../cloud-run/knative';
import type { FunctionFile } from './function-file';

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
