import type { Job, Workflow } from './workflow';

const pinned = /^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/;
const pinnedLine = /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

/** What in a workflow would give more away than it must. */
export function workflowFaults(workflow: Workflow): string[] {
  const jobs = Object.entries(workflow.jobs);
  return [
    ...permissionFaults(workflow),
    ...concurrencyFaults(workflow),
    ...jobs.flatMap(([name, job]) => jobFaults(job).map((fault) => `${name}: ${fault}`)),
    ...unnamedVersions(workflow),
  ].map((fault) => `${workflow.path}: ${fault}`);
}

function permissionFaults({ permissions }: Workflow): string[] {
  const least = JSON.stringify({ contents: 'read' });
  return JSON.stringify(permissions) === least
    ? []
    : ['permissions at the top are not contents: read'];
}

/** A deploy that is cut off leaves two versions behind. */
function concurrencyFaults({ jobs, concurrency }: Workflow): string[] {
  const deploys = Object.values(jobs).some(({ environment }) => environment !== undefined);
  const cancels = concurrency?.['cancel-in-progress'] !== false;
  return deploys && cancels ? ['a deploy may be cancelled by the next'] : [];
}

function jobFaults(job: Job): string[] {
  const faults = job.steps.flatMap(({ uses, run = '' }) => [
    ...(uses === undefined || pinned.test(uses) ? [] : [`${uses} is not pinned by a commit`]),
    ...(/\$\{\{/.test(run) ? ['an expression in a run line: give it as a variable'] : []),
    ...(/\bsecrets\b/.test(run) ? ['a secret in a run line'] : []),
  ]);
  const identity = job.permissions?.['id-token'] === 'write';
  if (identity && job.environment === undefined) faults.push('id-token outside of an environment');
  if (job['timeout-minutes'] === undefined) faults.push('no time-out');
  return faults;
}

/** People read versions, and Renovate raises both. */
const unnamedVersions = ({ text }: Workflow) =>
  text
    .split('\n')
    .filter((line) => /\buses:/.test(line) && !pinnedLine.test(line))
    .map((line) => `no version beside ${line.trim()}`);
