import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workflowOf } from '../workflow';
import { CallRecord } from './call-record';
import { Github } from './github';
import { WorkflowRun } from './workflow-run';

describe('the runner of workflows', () => {
  let folder: string;
  let github: Github;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'runner-'));
    github = new Github({
      ...{ folder, origin: folder, variables: { REGION: 'here' }, trusts: {} },
      environments: { staging: { variables: {} }, production: { variables: {}, reviewed: true } },
      record: new CallRecord(join(folder, 'record')),
      processEnv: { PATH: process.env['PATH']!, RECORD: join(folder, 'record') },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (text: string, inputs = {}) =>
    new WorkflowRun(github, workflowOf('w.yml', `name: w\non: { push: }\n${text}`), {
      ...{ name: 'push', sha: 'a', inputs },
    });
  const called = () => github.record.calls.map(({ job, what }) => `${job}: ${what}`);
  /** As a text of YAML. */
  const say = (text: string) =>
    JSON.stringify(`printf '%s\\t%s\\n' "$PROOF_JOB" "${text}" >> "$RECORD"`);

  it('passes outputs, variables and the environment of steps, jobs and expressions on', async () => {
    const one = run(`
env: { A: "\${{ vars.REGION }}" }
jobs:
  last:
    needs: first
    if: contains(needs.first.outputs.list, 'x')
    env: { LIST: "\${{ join(fromJson(needs.first.outputs.list), '+') }}" }
    steps: [{ run: ${say('$LIST $A')} }]
  first:
    outputs: { list: "\${{ steps.made.outputs.list }}" }
    steps:
      - id: made
        run: echo 'list=["x","y"]' >> "$GITHUB_OUTPUT"
`);
    expect(await one.done).toBe('success');
    expect(called()).toEqual(['last: x+y here']);
  });

  it('runs a job for each value of a list that another job has made', async () => {
    const one = run(`
jobs:
  list:
    outputs: { names: "\${{ steps.made.outputs.names }}" }
    steps:
      - id: made
        run: echo 'names=["x","y"]' >> "$GITHUB_OUTPUT"
  each:
    needs: list
    strategy: { matrix: { name: "\${{ fromJSON(needs.list.outputs.names) }}" } }
    env: { NAME: "\${{ matrix.name }}" }
    steps: [{ run: ${say('$NAME')} }]
`);
    expect(await one.done).toBe('success');
    expect(called().sort()).toEqual(['each: x', 'each: y']);
  });

  it('skips what needs a job that failed or was skipped, but for what asks for it', async () => {
    const one = run(`
jobs:
  broken: { steps: [{ run: 'false | true; exit 3' }, { run: ${say('no')} }] }
  after: { needs: broken, steps: [{ run: 'true' }] }
  later: { needs: after, steps: [{ run: 'true' }] }
  anyhow: { needs: broken, if: failure(), steps: [{ run: 'true' }] }
`);
    expect(await one.done).toBe('failure');
    expect(one.results).toEqual({
      ...{ broken: 'failure', after: 'skipped', later: 'skipped', anyhow: 'success' },
    });
    expect(called()).toEqual([]);
  });

  it('hands inputs to a workflow that is called, and refuses one that it does not have', async () => {
    const file = join(folder, '.github/workflows/called.yml');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      `on: { workflow_call: { inputs: { dry: { default: false }, to: {} } } }
jobs: { deploy: { if: '!inputs.dry', environment: '\${{ inputs.to }}', steps: [{ run: 'true' }] } }`,
    );
    const call = (given: string) =>
      run(`jobs: { go: { uses: ./.github/workflows/called.yml, with: { ${given} } } }`);

    expect(await call('to: staging').done).toBe('success');
    expect(github.deployments).toMatchObject([{ environment: 'staging' }]);
    expect(await call('to: staging, dry: true').done).toBe('skipped');
    await expect(call('where: staging').done).rejects.toThrow('no input where');
  });

  describe('with a job that waits for an approval', () => {
    const deploy = (rest: string) =>
      `${rest}\njobs: { go: { environment: production, GROUP steps: [{ run: 'true' }] } }`;
    const ofRun = deploy('concurrency: { group: deploy }').replace('GROUP ', '');
    const ofJob = deploy('').replace('GROUP', 'concurrency: { group: deploy },');

    it('keeps the next run out where the group is of the whole run', async () => {
      const first = run(ofRun);
      await first.waitsFor('production');
      const second = run(ofRun);
      first.approve('production');
      await first.done;
      await second.waitsFor('production');
      expect(github.deployments).toMatchObject([
        { latestStatus: { state: 'WAITING' } },
        { latestStatus: { state: 'SUCCESS' } },
      ]);
    });

    it('lets the next run pass where the group is of the job', async () => {
      const first = run(ofJob);
      await first.waitsFor('production');
      const second = run(ofJob);
      await second.waitsFor('production');
      second.approve('production');
      expect(await second.done).toBe('success');
      expect(first.results).toEqual({});
    });
  });

  it.each([
    ['an action', 'steps: [{ uses: "a/b@1" }]', /No stand-in for the action a\/b/],
    ['a step', 'steps: [{ run: x, shell: fish }]', /A step has shell/],
    ['a job', 'container: x, steps: []', /has container/],
    ['a name', 'if: unknown.x, steps: []', /unknown/i],
    ['a function', 'if: never(), steps: []', /never/i],
    ['an environment', 'environment: nowhere, steps: []', /no environment nowhere/],
  ])('refuses %s that it does not know', async (_, job, message) => {
    const one = run(`jobs: { go: { ${job} } }`);
    const said = await one.done.then(
      () => one.logs['go'] ?? '',
      (error: Error) => error.message,
    );
    expect(said).toMatch(message);
  });
});
