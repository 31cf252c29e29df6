export interface ArmTemplate {
  readonly parameters: Readonly<Record<string, { readonly defaultValue?: unknown }>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly resources: ArmResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface ArmResource {
  type: string;
  apiVersion: string;
  name: string;
  dependsOn?: string[];
  properties?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

export const ofType = ({ resources }: ArmTemplate, type: string) =>
  resources.filter((resource) => resource.type === type);

const numeric = /^\[parameters\('(maximumInstances|alwaysReady|logRetentionDays)'\)\]$/;

/** With a value of its type in the place of every expression, for the compiler. */
export function evaluated(node: unknown): unknown {
  if (typeof node === 'string') {
    if (numeric.test(node)) return 1;
    return node.includes('createArray()') ? [] : node;
  }
  if (Array.isArray(node)) return node.map(evaluated);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, evaluated(value)]));
}
