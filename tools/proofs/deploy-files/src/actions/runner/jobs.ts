import type { Job, Workflow } from '../workflow';
import type { Expressions } from './expression';

export type Result = 'success' | 'failure' | 'skipped' | 'cancelled';

/** A job of a workflow that is called has the name of the caller's job too. */
export function labelOf({ jobs }: Workflow, name: string, caller: string): string {
  if (caller === '') return name;
  return Object.keys(jobs).length === 1 ? caller : `${caller}/${name}`;
}

export const nameOf = ({ jobs }: Workflow, job: Job) =>
  Object.keys(jobs).find((name) => jobs[name] === job)!;

export const needsOf = ({ needs = [] }: Job) => (typeof needs === 'string' ? [needs] : needs);

/** Each after those that it needs. */
export function inOrder(jobs: Readonly<Record<string, Job>>): string[] {
  const ordered: string[] = [];
  const visit = (name: string) => {
    if (ordered.includes(name)) return;
    for (const need of needsOf(jobs[name]!)) visit(need);
    ordered.push(name);
  };
  Object.keys(jobs).forEach(visit);
  return ordered;
}

/**
 * The combinations of a matrix of one key; one without a matrix.
 *
 * @param expressions which may say the values of the key
 */
export function matrixOf({ strategy }: Job, expressions: Expressions): Record<string, unknown>[] {
  const keys = Object.entries(strategy?.matrix ?? {});
  if (keys.length > 1) throw new Error('A matrix has several keys, which nothing here reads.');
  const [key, given = []] = keys[0] ?? [];
  const values = typeof given === 'string' ? (expressions.value(given) as unknown[]) : given;
  return key === undefined ? [{}] : values.map((value) => ({ [key]: value }));
}

/** What a run, or a job of several variants, comes to. */
export function worstOf(results: readonly Result[]): Result {
  const worst = (['failure', 'cancelled', 'success'] as const).find((one) => results.includes(one));
  return worst ?? 'skipped';
}

const known = new Set<string>([
  ...['needs', 'if', 'environment', 'concurrency', 'permissions', 'outputs', 'env', 'strategy'],
  ...['uses', 'with', 'steps', 'runs-on', 'timeout-minutes'],
  // A database beside the job: what asks for it is recorded only.
  'services',
]);

/** @throws for a key that this runner does not heed */
export function refuseUnknown(name: string, job: Job): void {
  const unknown = Object.keys(job).filter((key) => !known.has(key));
  if (unknown.length > 0) {
    throw new Error(`Job ${name} has ${unknown.join()}, which nothing here reads.`);
  }
}
