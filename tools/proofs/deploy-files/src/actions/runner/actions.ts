import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JobPlace } from './job-place';

/** At the end of a job that succeeded. */
export type Post = () => Promise<void> | void;

interface ActionCall extends JobPlace {
  readonly with: Readonly<Record<string, string>>;
  /** Variables for the steps that follow. */
  readonly exported: Record<string, string>;
}

type Result = { readonly outputs?: Record<string, string>; readonly post?: Post } | undefined;
type Action = (call: ActionCall) => Result | Promise<Result>;

const nothing: Action = () => undefined;

const recorded =
  (what: string): Action =>
  ({ github, name }) => {
    github.record.add(name, what);
    return undefined;
  };

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();

const checkout: Action = ({ github, workspace, contexts, with: given }) => {
  if (given['persist-credentials'] !== 'false') throw new Error('A checkout keeps credentials.');
  const { sha } = contexts['github'] as { sha: string };
  git(dirname(workspace), 'clone', '--quiet', github.origin, workspace);
  git(workspace, 'checkout', '--quiet', sha);
  return undefined;
};

/** The base is the newest commit of main whose run of the same workflow succeeded. */
const setShas: Action = ({ github, workspace, contexts, exported, workflow }) => {
  const { sha } = contexts['github'] as { sha: string };
  const last = github.runs.findLast(
    (run) => run.workflow === workflow && run.event === 'push' && run.succeeded,
  );
  exported['NX_BASE'] = last?.sha ?? git(workspace, 'rev-parse', 'HEAD~1');
  exported['NX_HEAD'] = sha;
  return undefined;
};

const cache: Action = ({ github, workspace, with: given }) => {
  const { key = '', path = '', 'restore-keys': restoreKeys = '' } = given;
  const paths = path.trim().split('\n');
  const prefixes = [key, ...restoreKeys.split('\n').filter(Boolean)];
  const found = prefixes
    .map((prefix) => [...github.caches.keys()].findLast((one) => one.startsWith(prefix)))
    .find((one) => one !== undefined);
  const copy = (from: string, to: string) => {
    for (const one of paths) {
      if (!existsSync(join(from, one))) continue;
      mkdirSync(dirname(join(to, one)), { recursive: true });
      cpSync(join(from, one), join(to, one), { recursive: true });
    }
  };
  if (found !== undefined) copy(github.caches.get(found)!, workspace);
  return {
    outputs: { 'cache-hit': String(found === key) },
    post: () => {
      if (github.caches.has(key)) return;
      const folder = github.newFolder();
      copy(workspace, folder);
      github.caches.set(key, folder);
    },
  };
};

/** As AWS does, refuses a role that does not trust the job's environment. */
const awsCredentials: Action = ({ github, identity, with: given, exported }) => {
  const { 'role-to-assume': role = '', 'aws-region': region = '' } = given;
  const [, account, name] = /^arn:aws:iam::(\d{12}):role\/([\w-]+)$/.exec(role) ?? [];
  if (name === undefined || !region) throw new Error(`No role ${role} in ${region}.`);
  const trusted = github.trusts[role];
  if (trusted === undefined || trusted !== identity) {
    throw new Error(`${role} trusts the environment ${trusted}, and this job has ${identity}.`);
  }
  Object.assign(exported, {
    AWS_ACCESS_KEY_ID: `${account}.${name}`,
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_REGION: region,
  });
  return undefined;
};

const attest: Action = ({ github, name, identity, workspace, with: given }) => {
  if (identity === undefined) throw new Error('No token to sign with.');
  const file = given['subject-checksums'] ?? given['sbom-path'] ?? '';
  if (!existsSync(join(workspace, file))) throw new Error(`${file} is missing.`);
  github.record.add(name, `attest ${given['subject-name']?.split('/').at(-1) ?? 'provenance'}`);
  return undefined;
};

/** Looks at the files that it is told to, as the real one does. */
const osvScanner: Action = ({ github, name, workspace, with: given }) => {
  const files = [...(given['scan-args'] ?? '').matchAll(/--(?:lockfile|config)=(\S+)/g)];
  for (const [, file = ''] of files) {
    if (!existsSync(join(workspace, file))) throw new Error(`${file} is missing.`);
  }
  github.record.add(name, 'scan packages');
  return undefined;
};

/** A stand-in for each action that the workflows use. */
export const actions: Readonly<Record<string, Action>> = {
  'actions/checkout': checkout,
  'actions/setup-node': nothing,
  'actions/cache': cache,
  'actions/attest': attest,
  'actions/dependency-review-action': recorded('review dependencies'),
  'aquasecurity/trivy-action': ({ github, name, workspace, with: { input = '' } }) => {
    if (!existsSync(join(workspace, input))) throw new Error(`${input} is missing.`);
    github.record.add(name, 'scan');
    return undefined;
  },
  'aws-actions/configure-aws-credentials': awsCredentials,
  'docker/setup-buildx-action': nothing,
  'github/codeql-action/init': nothing,
  'github/codeql-action/analyze': recorded('CodeQL'),
  'github/codeql-action/upload-sarif': nothing,
  'google/osv-scanner-action/osv-scanner-action': osvScanner,
  'nrwl/nx-set-shas': setShas,
};
