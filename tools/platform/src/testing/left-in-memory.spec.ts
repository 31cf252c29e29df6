import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

const JEST = join(createRequire(__filename).resolve('jest/package.json'), '../bin/jest.js');

describe('suites that have ended', () => {
  let folder: string;
  beforeEach(() => {
    mkdirSync(join(workspaceRoot, 'tmp'), { recursive: true });
    folder = mkdtempSync(join(workspaceRoot, 'tmp/suites-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs suites of one test each, one after the other in one process. */
  function run(...bodies: string[]) {
    const testEnvironment = join(workspaceRoot, 'jest.environment.cjs');
    const cacheDirectory = join(folder, 'cache');
    const config = { rootDir: folder, testEnvironment, cacheDirectory, transform: {} };
    writeFileSync(join(folder, 'jest.config.json'), JSON.stringify(config));
    bodies.forEach((body, index) => {
      // Jest begins with the largest of those of which it knows nothing.
      const padding = ' '.repeat(1_000 * (bodies.length - index));
      const file = join(folder, `${index}.test.js`);
      writeFileSync(file, `test('works', async () => { ${body} });${padding}`);
    });
    const { status, stderr } = spawnSync(
      process.execPath,
      [JEST, '-c', join(folder, 'jest.config.json'), '-i'],
      { encoding: 'utf8', env: { ...process.env, JEST_LEAK_GRACE_MS: '0' } },
    );
    return { status, stderr };
  }

  it('fails the run when timers and sockets lead to several', () => {
    const timer = 'setInterval(() => undefined, 1e6).unref();';
    const socket = "require('net').createServer().listen(0, '127.0.0.1').unref();";
    const leaking = Array.from({ length: 9 }, (_, index) => (index % 2 ? socket : timer));
    const { status, stderr } = run(...leaking, '');
    const paths = leaking.map((_, index) => `${index}.test.js`).join(', ');
    expect(stderr).toContain(`Still in memory long after their end: ${paths}.`);
    expect(stderr).toContain('1 failed, 9 passed, 10 total');
    expect(status).toBe(1);
  });

  it('does not when they leave nothing, though they were the first to use fetch', () => {
    const quiet = `const server = require('http').createServer((_, response) => response.end());
      await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
      await (await fetch('http://127.0.0.1:' + server.address().port)).text();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));`;
    const { status, stderr } = run(...Array<string>(10).fill(quiet));
    expect(stderr).not.toContain('Still in memory');
    expect(status).toBe(0);
  });
});
