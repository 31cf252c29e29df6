import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { wireServer } from './testing/wire-server';

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

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends at %s while nobody answers it, and says what is done and left',
    async (signal) => {
      const args = [
        '-C',
        '@repo/source',
        '-r',
        '@swc-node/register',
        join(__dirname, 'deploy.cli.ts'),
      ];
      const image = `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/api@sha256:${'a'.repeat(64)}`;
      const deploy = ['apps/api', '--platform=ecs', '--environment=staging', `--image=${image}`];
      const child = spawn(process.execPath, [...args, ...deploy], {
        cwd: workspaceRoot,
        env: {
          ...process.env,
          AWS_ENDPOINT_URL: aws.url,
          AWS_ACCESS_KEY_ID: 'id',
          AWS_SECRET_ACCESS_KEY: 'secret',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
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
