import { LOCK_TAG } from '../../deploy/azure/azure-resource';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import type { DeployOptions } from '../../deploy/deploy';
import { FakeAzure } from '../../deploy/testing/fake-azure';
import { FakeClock } from '../../deploy/testing/fake-clock';
import { runDeploy } from '../../deploy/testing/run-deploy';
import { wireServer } from '../../deploy/testing/wire-server';
import { ContainerInstancesPlatform } from './container-instances.platform';
import type { ContainerGroup } from './container-group';

const imageOf = (letter: string) => `examplemcp.azurecr.io/mcp/api@sha256:${letter.repeat(64)}`;

describe('a deploy to Container Instances', () => {
  let azure: FakeAzure;
  let lines: string[];
  let clock: FakeClock;
  /** What a deploy of `a` leaves. Made once: a deploy calls its program some thirty times. */
  let afterA: FakeAzure['resources'];

  beforeAll(async () => {
    azure = await FakeAzure.start();
    clock = new FakeClock();
    lines = [];
    await run('a');
    afterA = azure.resources;
    await azure.tools.stop();
  });
  beforeEach(async () => {
    azure = await FakeAzure.start();
    clock = new FakeClock();
    lines = [];
  });
  afterEach(() => azure.tools.stop());

  const run = async (
    letter: string,
    options: Partial<DeployOptions> & { app?: string } = {},
    folder = join(workspaceRoot, 'deploy/container-instances'),
  ) => {
    const { app = 'api', ...rest } = options;
    const platform = new ContainerInstancesPlatform(folder, { app, environment: 'staging' }, clock);
    return runDeploy(platform, { app, image: imageOf(letter) }, { ...rest, lines, clock });
  };
  const aRuns = () => {
    for (const [name, resource] of structuredClone(afterA)) azure.resources.set(name, resource);
  };
  const group = () => azure.resources.get('mcp-server') as ContainerGroup;
  const image = () => group().properties.containers[0]!.properties.image;

  it('migrates in a group of its own, which is deleted, and makes the group', async () => {
    await expect(run('a')).resolves.toBe('deployed');

    expect(azure.put.map(({ name }) => name)).toEqual(['mcp-migrate', 'mcp-server']);
    expect([...azure.resources.keys()]).toEqual(['mcp-server']);
    expect(image()).toBe(imageOf('a'));
  });

  it('takes the secrets from the vault, and puts them on no command line', async () => {
    await run('a');

    const { environmentVariables = [] } = group().properties.containers[0]!.properties;
    expect(environmentVariables).toContainEqual({
      name: 'DATABASE_URL',
      secureValue: 'value of mcp-database-url',
    });
    expect(azure.tools.lines().join('\n')).not.toContain('value of');
  });

  it('does nothing when the release already runs, and something when a secret is new', async () => {
    aRuns();
    await expect(run('a')).resolves.toBe('unchanged');

    azure.secretVersion = 2;
    await expect(run('a')).resolves.toBe('deployed');
  });

  it('shows what differs in a dry run, and changes nothing', async () => {
    aRuns();
    azure.put.length = 0;

    await expect(run('b', { dryRun: true })).resolves.toBe('planned');

    expect(azure.put).toEqual([]);
    expect(lines.join('')).toContain('az rest --method put --url');
    expect(lines.join('')).toContain(`image: "${imageOf('a')}" → "${imageOf('b')}"`);
    expect(lines.join('')).not.toContain('secureValue');
  });

  it('is refused, before it migrates, what Azure cannot change in place', async () => {
    aRuns();
    azure.put.length = 0;
    const [container] = group().properties.containers;
    Object.assign(container!.properties, { resources: { requests: { cpu: 2, memoryInGB: 1 } } });

    await expect(run('b')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('az container delete'),
      details: ['containers.api.resources.requests.cpu: 2 → 1'],
    });
    expect(azure.put).toEqual([]);
  });

  it('counts clients by the word of the proxy before it', async () => {
    await run('a');
    const { environmentVariables = [] } = group().properties.containers[0]!.properties;
    expect(environmentVariables).toContainEqual({ name: 'TRUSTED_PROXIES', value: '10.0.1.0/24' });
  });

  it('goes back to the former image when the new one stops again and again', async () => {
    aRuns();
    azure.broken = imageOf('b');

    await expect(run('b')).rejects.toMatchObject({
      code: 'ROLLED_BACK',
      message: expect.stringContaining('it stops again and again (CrashLoopBackOff)'),
      details: ['  | first', '  | DATABASE_URL is missing'],
    });
    expect(image()).toBe(imageOf('a'));
  });

  it('goes back when what runs does not serve', async () => {
    aRuns();
    const verify = () => Promise.reject(new Error('it lists no tools'));

    await expect(run('b', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });
    expect(image()).toBe(imageOf('a'));
    await expect(run('a')).resolves.toBe('unchanged');
  });

  it('leaves the old version alone when the migration fails', async () => {
    aRuns();
    azure.migrationExitCode = 1;

    await expect(run('b')).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      details: ['  | first', '  | DATABASE_URL is missing'],
    });
    expect(image()).toBe(imageOf('a'));
    expect(azure.resources.has('mcp-migrate')).toBe(false);
  });

  describe('to a group that is stopped for the night', () => {
    beforeEach(() => {
      aRuns();
      azure.put.length = 0;
      azure.stopped.add('mcp-server');
    });
    const namesPut = () => azure.put.map(({ name }) => name);

    it('starts the release in a group of its own, and leaves the group stopped', async () => {
      const verify = jest.fn();
      await expect(run('b', { verify })).resolves.toBe('deployed');

      expect(namesPut()).toEqual(['mcp-migrate', 'mcp-start', 'mcp-server']);
      expect([...azure.resources.keys()]).toEqual(['mcp-server']);
      expect([...azure.stopped]).toEqual(['mcp-server']);
      expect(image()).toBe(imageOf('b'));
      expect(verify).not.toHaveBeenCalled();
      expect(lines.join('')).toContain('scaled to nothing');
    });

    it('asks it from beside it whether it is ready, and lets nobody else in', async () => {
      await run('b');
      const { properties } = azure.put.find(({ name }) => name === 'mcp-start')!;
      expect(properties).toMatchObject({ restartPolicy: 'Never' });
      expect(properties.ipAddress).toBeUndefined();
      const [release, ask] = properties.containers;
      expect(release).toEqual(group().properties.containers[0]);
      expect(ask!.properties.image).toBe(imageOf('b'));
      expect(JSON.stringify(ask)).not.toContain('secureValue');
    });

    it('takes a 200 of /health/ready for an answer, and nothing before it', async () => {
      await run('b');
      const { containers } = azure.put.find(({ name }) => name === 'mcp-start')!.properties;
      const [program, ...args] = containers[1]!.properties.command!;
      const answers = [503, 503, 200];
      const paths: string[] = [];
      const release = await wireServer(({ url }) => {
        paths.push(url.pathname);
        return { status: answers.shift()!, body: {} };
      });
      const env = { ...process.env, PORT: new URL(release.url).port };
      const [code] = await once(spawn(program!, args, { env, stdio: 'inherit' }), 'exit');
      await release.stop();

      expect([code, ...paths]).toEqual([0, ...Array<string>(3).fill('/health/ready')]);
    });

    it('leaves the former release there when the new one does not start', async () => {
      azure.broken = imageOf('b');

      await expect(run('b')).rejects.toMatchObject({
        code: 'ROLLED_BACK',
        message: expect.stringContaining('did not start: it ended with code 78'),
      });
      expect(namesPut()).toEqual(['mcp-migrate', 'mcp-start']);
      expect([...azure.resources.keys()]).toEqual(['mcp-server']);
      expect([...azure.stopped]).toEqual(['mcp-server']);
      expect(image()).toBe(imageOf('a'));
    });

    it('does nothing when it has the release already', async () => {
      await expect(run('a')).resolves.toBe('unchanged');
      expect(namesPut()).toEqual([]);
    });

    it('says in a dry run that it would start one', async () => {
      await run('b', { dryRun: true });
      expect(lines.join('')).toContain('containerGroups/mcp-start');
    });
  });

  describe('of another server', () => {
    let folder: string;
    beforeAll(() => {
      folder = withReports();
    });
    afterAll(() => rmSync(dirname(folder), { recursive: true }));

    it('makes a group beside that of the api, without a migration', async () => {
      aRuns();
      azure.put.length = 0;
      await expect(run('b', { app: 'reports' }, folder)).resolves.toBe('deployed');
      expect(azure.put.map(({ name }) => name)).toEqual(['mcp-server-reports']);
      expect(image()).toBe(imageOf('a'));
    });

    it('starts in a group of its own where it is stopped', async () => {
      await run('a', { app: 'reports' }, folder);
      azure.put.length = 0;
      azure.stopped.add('mcp-server-reports');
      await expect(run('b', { app: 'reports' }, folder)).resolves.toBe('deployed');
      const names = azure.put.map(({ name }) => name);
      expect(names).toEqual(['mcp-start-reports', 'mcp-server-reports']);
    });
  });

  it('is refused while another one runs', async () => {
    aRuns();
    Object.assign(group(), { tags: { [LOCK_TAG]: `other-run ${clock.now() + 60_000}` } });

    await expect(run('b')).rejects.toMatchObject({ code: 'BUSY' });
    expect(image()).toBe(imageOf('a'));
  });

  it('is refused for the worker, and when nobody is signed in', async () => {
    await expect(run('a', { app: 'worker' })).rejects.toMatchObject({ code: 'USAGE' });
    azure.refuses = "ERROR: Please run 'az login' to setup account.";
    await expect(run('a')).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('az login'),
    });
  });
});

/** The files of the platform, with another server in staging. */
function withReports(): string {
  const root = mkdtempSync(join(tmpdir(), 'reports-'));
  const folder = join(root, 'container-instances');
  cpSync(join(workspaceRoot, 'deploy/container-instances'), folder, { recursive: true });
  cpSync(join(workspaceRoot, 'deploy/public-paths.json'), join(root, 'public-paths.json'));
  const api = readFileSync(join(folder, 'api.yaml'), 'utf8');
  writeFileSync(join(folder, 'reports.yaml'), api.replaceAll('mcp-server', 'mcp-server-reports'));
  const staging = join(folder, 'environments/staging.json');
  const environment = JSON.parse(readFileSync(staging, 'utf8')) as object;
  const reports = { domain: 'reports.example.com', dnsLabel: 'example-reports' };
  writeFileSync(staging, JSON.stringify({ ...environment, servers: { reports } }));
  return folder;
}
