import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LOCK_FILE } from '../contract/contract-lock';
import { workspaceRoot } from '../workspace-root';
import { wireServer } from './testing/wire-server';

function start(app: string, url: string) {
  const program = join(__dirname, 'deploy.cli.ts');
  const node = ['-C', '@repo/source', '-r', '@swc-node/register', program];
  const image = `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/${basename(app)}@sha256:${'a'.repeat(64)}`;
  const deploy = [app, '--platform=ecs', '--environment=staging', `--image=${image}`];
  return spawn(process.execPath, [...node, ...deploy], {
    cwd: workspaceRoot,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

describe('the process of a deploy', () => {
  let aws: Awaited<ReturnType<typeof wireServer>>;
  let asked: Promise<void>;

  beforeEach(async () => {
    let ask = () => undefined as void;
    asked = new Promise((resolve) => (ask = resolve));
    aws = await wireServer(() => {
      ask();
      return { status: 0, body: '', lost: 'never' };
    });
  });
  afterEach(() => aws.stop());

  it('ends before it asks anybody where its environment is not ready for its contract', async () => {
    const app = mkdtempSync(join(tmpdir(), 'app-'));
    const broken = [{ version: 2, reason: 'v1 is over', changes: ['tool old: removed'] }];
    const lock = { version: 2, broken, catalogs: {} };
    writeFileSync(join(app, LOCK_FILE), JSON.stringify(lock));
    const child = start(app, aws.url);
    let said = '';
    child.stderr.on('data', (part: Buffer) => (said += part.toString()));
    const first = await Promise.race([once(child, 'close'), asked]);
    child.kill();
    rmSync(app, { recursive: true });

    expect(first).toEqual([2, null]);
    expect(said).toContain('staging is ready for 1');
    expect(said).toContain('tool old: removed');
  }, 60_000);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends at %s while nobody answers it, and says what is done and left',
    async (signal) => {
      const child = start('apps/api', aws.url);
      let said = '';
      child.stderr.on('data', (part: Buffer) => (said += part.toString()));
      const ended = once(child, 'close');
      await asked;
      child.kill(signal);

      expect(await ended).toEqual([9, null]);
      expect(said).toContain(
        [
          `Told to stop by ${signal}.`,
          'Done: nothing.',
          'Cut off: look at what runs. What the platform has begun of it, it goes on with.',
          'Left: migrate the database, roll out, ask what runs, remove what is no longer declared.',
        ].join('\n'),
      );
    },
    60_000,
  );
});
