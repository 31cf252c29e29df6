import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { textOf, workspace } from '../workspace';

type Table = Readonly<Record<string, unknown>>;

export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Table;
  readonly run?: string;
  readonly env?: Table;
}

export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress'?: boolean | string;
}

export interface Job {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly environment?: string;
  readonly concurrency?: Concurrency;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Table;
  readonly env?: Table;
  readonly strategy?: {
    readonly matrix: Readonly<Record<string, readonly unknown[] | string>>;
  };
  /** A workflow that runs as this job; it has no steps then. */
  readonly uses?: string;
  readonly with?: Table;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Input {
  readonly default?: unknown;
}

/** A workflow of GitHub, as text and as what it says. */
export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly name: string;
  readonly on: Readonly<
    Record<string, { readonly inputs?: Readonly<Record<string, Input>> } | null>
  >;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly env?: Table;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Concurrency;
}

const folder = '.github/workflows';

export const workflowFiles = () =>
  readdirSync(join(workspace, folder)).map((f) => `${folder}/${f}`);

export const readWorkflow = (path: string) => workflowOf(path, textOf(path));

export const workflowOf = (path: string, text: string): Workflow => ({
  ...(parse(text) as Workflow),
  ...{ path, text },
});
