import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, isRunning } from '@repo/foundation/testing';
import { workspaceRoot } from '../workspace-root';

/** An app in a folder of its own, and the server that serves it. */
class Served {
  output = '';
  private readonly root: string;
  private readonly ended: Promise<unknown>;
  private readonly server: ChildProcess;

  constructor(source: string, ...options: string[]) {
    mkdirSync(join(workspaceRoot, 'tmp'), { recursive: true });
    this.root = mkdtempSync(join(workspaceRoot, 'tmp/serve-'));
    mkdirSync(join(this.root, 'src'));
    this.write(source);
    const args = [
      '-r',
      '@swc-node/register',
      join(__dirname, 'serve.cli.ts'),
      this.root,
      ...options,
    ];
    this.server = spawn(process.execPath, args, { cwd: workspaceRoot });
    this.ended = once(this.server, 'exit');
    this.server.stdout?.on('data', (chunk) => (this.output += chunk));
    this.server.stderr?.on('data', (chunk) => (this.output += chunk));
  }

  write(source: string): void {
    writeFileSync(join(this.root, 'src/main.ts'), source);
  }

  /** Waits until the served app has greeted, and gives its process id. */
  async pidOf(greeting: string): Promise<number> {
    const line = new RegExp(`${greeting} (\\d+)\\n`);
    await this.until(`${greeting} in the output`, () => line.test(this.output));
    return Number(line.exec(this.output)![1]);
  }

  async until(what: string, condition: () => boolean): Promise<void> {
    await eventually(() => {
      if (!condition()) throw new Error(`Waited in vain for ${what}:\n${this.output}`);
    });
  }

  /** The exit code and the signal of the server. */
  kill(signal: NodeJS.Signals): Promise<unknown> {
    this.server.kill(signal);
    return this.ended;
  }

  exit = () => this.ended;

  async remove(): Promise<void> {
    await this.kill('SIGTERM');
    rmSync(this.root, { recursive: true });
  }
}

/** An app that stays up and says who it is. */
const runningApp = (greeting: string) =>
  `console.log('${greeting}', process.pid); setInterval(() => {}, 1000);`;

describe('a served app whose source changes', () => {
  let served: Served;
  beforeAll(() => {
    served = new Served(runningApp('up'));
  });
  afterAll(() => served.remove());

  it('starts again', async () => {
    await served.pidOf('up');
    served.write(runningApp('first'));
    const first = await served.pidOf('first');

    served.write(runningApp('second'));
    const second = await served.pidOf('second');

    expect(isRunning(first)).toBe(false);
    expect(isRunning(second)).toBe(true);
  });

  it('stays up while that has a fault', async () => {
    await served.pidOf('up');
    served.write(runningApp('good'));
    const good = await served.pidOf('good');

    served.write('const = fault');
    await served.until('the fault in the output', () => served.output.includes('ERROR'));

    expect(isRunning(good)).toBe(true);
  });
});

describe('a served app whose server is to end', () => {
  const signals = ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const;
  let served: Served[];
  // Together, since each waits for processes that start.
  beforeAll(() => {
    served = signals.map(() => new Served(runningApp('up')));
  });
  afterAll(() => Promise.all(served.map((one) => one.remove())));

  it.each(signals)('is not left behind when that gets %s', async (signal) => {
    const one = served[signals.indexOf(signal)]!;
    const app = await one.pidOf('up');

    await one.kill(signal);

    await one.until('the end of the app', () => !isRunning(app));
  });
});

describe('a served app that is debugged', () => {
  it('is the one process that a debugger finds', async () => {
    const served = new Served(runningApp('up'), '--inspect=0');
    await served.pidOf('up');
    const [, port] = /Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(served.output) ?? [];
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as object[];
    expect(targets).toEqual([
      expect.objectContaining({ url: expect.stringMatching(/\/dist\/main\.js$/) }),
    ]);
    expect(served.output.split('Debugger listening')).toHaveLength(2);
    await served.remove();
  });

  it('takes no other option', async () => {
    const served = new Served(runningApp('up'), '--prof');
    expect(await served.exit()).toEqual([64, null]);
    expect(served.output).toContain('--prof: serve takes --inspect');
    await served.remove();
  });
});

describe('a served app whose environment is at fault', () => {
  it.each([69, 78])('is given up, with its exit code %d', async (code) => {
    const served = new Served(`process.exit(${code});`);
    expect(await served.exit()).toEqual([code, null]);
    await served.remove();
  });
});
