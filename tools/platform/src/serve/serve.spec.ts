import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { workspaceRoot } from '@nx/devkit';

describe('a served app', () => {
  let appRoot: string;
  let server: ChildProcess;
  let output: string;

  beforeEach(() => {
    mkdirSync(join(workspaceRoot, 'tmp'), { recursive: true });
    appRoot = mkdtempSync(join(workspaceRoot, 'tmp/serve-'));
    mkdirSync(join(appRoot, 'src'));
    output = '';
  });
  afterEach(async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    rmSync(appRoot, { recursive: true });
  });

  const writeApp = (source: string) => writeFileSync(join(appRoot, 'src/main.ts'), source);

  /** An app that stays up and says who it is. */
  const runningApp = (greeting: string) =>
    `console.log('${greeting}', process.pid); setInterval(() => {}, 1000);`;

  function serve() {
    const file = join(__dirname, 'serve.cli.ts');
    server = spawn(process.execPath, ['-r', '@swc-node/register', file, appRoot], {
      cwd: workspaceRoot,
    });
    server.stdout?.on('data', (chunk) => (output += chunk));
    server.stderr?.on('data', (chunk) => (output += chunk));
  }

  /** Waits until the served app has greeted, and gives its process id. */
  async function pidOf(greeting: string): Promise<number> {
    const line = new RegExp(`${greeting} (\\d+)\\n`);
    await until(() => line.test(output));
    return Number(line.exec(output)![1]);
  }

  async function until(condition: () => boolean) {
    while (!condition()) {
      await pause(20);
    }
  }

  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };

  it('starts again when its source changes', async () => {
    writeApp(runningApp('first'));
    serve();
    const first = await pidOf('first');

    writeApp(runningApp('second'));
    const second = await pidOf('second');

    expect(isRunning(first)).toBe(false);
    expect(isRunning(second)).toBe(true);
  });

  it('stays up while its source has a fault', async () => {
    writeApp(runningApp('good'));
    serve();
    const good = await pidOf('good');

    writeApp('const = fault');
    await until(() => output.includes('ERROR'));

    expect(isRunning(good)).toBe(true);
  });

  it.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'leaves no process behind when its server gets %s',
    async (signal) => {
      writeApp(runningApp('up'));
      serve();
      const app = await pidOf('up');

      server.kill(signal);

      await once(server, 'exit');
      await until(() => !isRunning(app));
    },
  );

  it('is given up, with its exit code, when the environment is at fault', async () => {
    writeApp('process.exit(78);');
    serve();

    expect(await once(server, 'exit')).toEqual([78, null]);
  });
});
