import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from './workspace-root';

const FILE = 'tools/platform/src/requirements.cjs';

describe('what a command needs', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'requirements-'));
    mkdirSync(join(root, 'tools/platform/src'), { recursive: true });
    copyFileSync(join(workspaceRoot, FILE), join(root, FILE));
    need('>=20.19');
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const need = (node: string) =>
    writeFileSync(join(root, 'package.json'), JSON.stringify({ engines: { node } }));

  /** As a command loads it, before its own program. */
  function run() {
    const program = ['-r', join(root, FILE), '-e', 'console.log("the program runs")'];
    const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' });
    return { status, stdout, lines: stderr.split('\n').filter(Boolean) };
  }

  it('is there: nothing is said', () => {
    expect(run()).toEqual({ status: 0, stdout: 'the program runs\n', lines: [] });
  });

  it.each(['>=99', '>=99.0', `>=${process.versions.node.split('.')[0]}.999`])(
    'is another Node (%s): that is said in one line, and nothing runs',
    (range) => {
      need(range);
      expect(run()).toEqual({
        status: 1,
        stdout: '',
        lines: [expect.stringMatching(/^This is Node\.js \d.*or later is needed: install/)],
      });
    },
  );

  it('is not installed, or only in part: that is said in one line, and nothing runs', () => {
    rmSync(join(root, 'node_modules/.package-lock.json'));
    expect(run()).toEqual({
      status: 1,
      stdout: '',
      lines: [expect.stringContaining('run `npm ci` first')],
    });
  });
});

describe('the commands that a newcomer gives', () => {
  const { engines, scripts } = JSON.parse(
    readFileSync(join(workspaceRoot, 'package.json'), 'utf8'),
  ) as { engines: { node: string }; scripts: Record<string, string> };

  it.each(['start', 'dev'])('look for it first: npm run %s', (script) => {
    expect(scripts[script]).toMatch(new RegExp(`^node ${FILE} && exec nx `));
  });

  it('know what is needed by a range that an old Node can read', () => {
    expect(engines.node).toMatch(/^>=\d+(\.\d+)*$/);
  });
});
