import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { textOf, workspace } from '../workspace';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

export interface Job {
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

/** A workflow of GitHub, as text and as what it says. */
export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly 'cancel-in-progress'?: boolean | string };
}

const folder = '.github/workflows';

export const workflowFiles = () =>
  readdirSync(join(workspace, folder)).map((f) => `${folder}/${f}`);

export const readWorkflow = (path: string) => workflowOf(path, textOf(path));

export const workflowOf = (path: string, text: string): Workflow => ({
  ...(parse(text) as Workflow),
  ...{ path, text },
});
