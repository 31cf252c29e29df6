import type { Concurrency, Job, Workflow } from './workflow';

const pinned = /^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/;
const pinnedLine = /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** What in a workflow would give more away than it must. */
export function workflowFaults(workflow: Workflow): string[] {
  const jobs = Object.entries(workflow.jobs);
  return [
    ...permissionFaults(workflow),
    ...jobs.flatMap(([name, job]) => jobFaults(job, workflow).map((fault) => `${name}: ${fault}`)),
    ...unnamedVersions(workflow),
  ].map((fault) => `${workflow.path}: ${fault}`);
}

function permissionFaults({ permissions }: Workflow): string[] {
  const least = JSON.stringify({ contents: 'read' });
  return JSON.stringify(permissions) === least
    ? []
    : ['permissions at the top are not contents: read'];
}

/**
 * A deploy that is cut off leaves two versions behind, and a run that waits for an approval keeps
 * the group of its workflow, but not that of a job.
 */
function concurrencyFaults(concurrency: Concurrency | undefined, job: Job): string[] {
  if (job.environment === undefined) return [];
  const deploys = job.concurrency?.group.includes('deploy');
  return [
    ...(concurrency && !concurrency.group.includes('environment')
      ? ['an approval that is pending holds up all runs']
      : []),
    ...(deploys && job.concurrency?.['cancel-in-progress'] !== false
      ? ['a deploy may be cancelled by the next']
      : []),
  ];
}

/** Whoever builds runs code of others, with all that the job may ask for. */
function roleFaults({ steps = [] }: Job): string[] {
  const deploys = steps.some(({ with: given, env }) =>
    /vars\.AWS_DEPLOY_ROLE|secrets\.KUBECONFIG/.test(JSON.stringify({ given, env })),
  );
  const builds = steps.some(({ run = '' }) => /nx .*\b(build|image|push)\b|npm ci$/m.test(run));
  return deploys && builds ? ['the role that deploys is within reach of a build'] : [];
}

function jobFaults(job: Job, { concurrency }: Workflow): string[] {
  // What is called has faults of its own.
  if (job.uses !== undefined) return [];
  const steps = job.steps ?? [];
  const faults = [...concurrencyFaults(concurrency, job), ...roleFaults(job)];
  const inSteps = steps.flatMap(({ uses, run = '' }) => [
    ...(uses === undefined || pinned.test(uses) ? [] : [`${uses} is not pinned by a commit`]),
    ...(/\$\{\{/.test(run) ? ['an expression in a run line: give it as a variable'] : []),
    ...(/\bsecrets\b/.test(run) ? ['a secret in a run line'] : []),
  ]);
  faults.push(...inSteps);
  const identity = job.permissions?.['id-token'] === 'write';
  if (identity && job.environment === undefined) faults.push('id-token outside of an environment');
  if (job['timeout-minutes'] === undefined) faults.push('no time-out');
  return faults;
}

/** People read versions, and Renovate raises both. */
const unnamedVersions = ({ text }: Workflow) =>
  text
    .split('\n')
    .filter((line) => /\buses: (?!\.\/)/.test(line) && !pinnedLine.test(line))
    .map((line) => `no version beside ${line.trim()}`);
