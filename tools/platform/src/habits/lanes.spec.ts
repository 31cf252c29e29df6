import { until } from '@repo/foundation/testing';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

describe('lanes of commands', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanes-'));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What `.ci/lanes` comes to. @param endAt what it is told to end at, when it has printed it */
  async function run(lanes: readonly string[], endAt?: string) {
    const child = spawn(join(workspaceRoot, '.ci/lanes'), lanes, { cwd: folder });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (endAt !== undefined && output.includes(endAt)) child.kill('SIGTERM');
    });
    const [code] = (await once(child, 'close')) as [number];
    return { code, lines: output.replace(/\b\d{1,3} s/g, 'N s').split('\n') };
  }

  /** A command that ends by a signal alone, when it has told the other lane its process. */
  const WAITS = 'echo $$ > pipe; exec tail -f /dev/null';
  const isThere = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  const waiting = () => Number(readFileSync(join(folder, 'pid'), 'utf8'));

  it('run beside each other, each command after the one above it', async () => {
    const { code, lines } = await run(['echo one > pipe\necho two', 'cat pipe']);
    expect(code).toBe(0);
    expect(lines).toContain('one');
    expect(lines.indexOf('two')).toBeGreaterThan(lines.indexOf('== N s: echo one > pipe'));
  });

  it('end all at the first command that fails, whose output is shown', async () => {
    const { code, lines } = await run([WAITS, 'cat pipe > pid\necho why; exit 3\necho never']);
    expect(code).toBe(1);
    expect(lines).toContain('why');
    expect(lines).toContain('== failed after N s: echo why; exit 3');
    expect(lines).not.toContain('never');
    await until(() => !isThere(waiting()));
  });

  it('end when they are told to', async () => {
    const { code } = await run(
      [WAITS, 'cat pipe > pid\necho told; exec tail -f pid'],
      '-- echo told',
    );
    expect(code).toBe(143);
    await until(() => !isThere(waiting()));
  });
});
