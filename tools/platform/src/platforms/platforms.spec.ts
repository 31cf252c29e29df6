import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { platforms } from './platforms';

/** Runs in a process of its own, as the deploy program does: Jest finds files in other ways. */
const PROGRAM = `
  require('@swc-node/register');
  const before = new Set(Object.keys(require.cache));
  const { platforms } = require(${JSON.stringify(join(__dirname, 'platforms.ts'))});
  const loaded = Object.keys(require.cache).filter((file) => !before.has(file));
  const codeOf = (run) => Promise.resolve().then(run).then(() => undefined, ({ code }) => code);
  (async () => {
    const failures = {};
    for (const { name, open, schemas } of platforms) {
      const context = { root: process.cwd(), folder: 'deploy/' + name };
      failures[name] = [
        await codeOf(() => schemas?.()),
        await codeOf(() => open({ environment: 'none-of-these' }, context)),
      ];
    }
    console.log(JSON.stringify({ loaded, failures }));
  })();`;

describe('the deployment platforms', () => {
  let found: { readonly loaded: string[]; readonly failures: Record<string, unknown[]> };
  beforeAll(() => {
    const env = { ...process.env, KUBECONFIG: join(workspaceRoot, 'no-such-file') };
    const options = { cwd: workspaceRoot, env };
    found = JSON.parse(
      execFileSync(process.execPath, ['-C', '@repo/source', '-e', PROGRAM], options).toString(),
    );
  });

  it('have names of their own, each with a folder in deploy', () => {
    const names = platforms.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const missing = names.filter((name) => !existsSync(join(workspaceRoot, 'deploy', name)));
    expect(missing).toEqual([]);
  });

  it('load no package before one of them is opened, as Nx reads them at each start', () => {
    expect(found.loaded.length).toBeGreaterThanOrEqual(platforms.length);
    expect(found.loaded.filter((file) => file.includes('node_modules'))).toEqual([]);
  });

  it('are opened late, and refuse an environment that they lack', () => {
    const refusal = (name: string) => [null, name === 'kubernetes' ? 'ENOENT' : 'USAGE'];
    const expected = Object.fromEntries(platforms.map(({ name }) => [name, refusal(name)]));
    expect(found.failures).toEqual(expected);
  });
});
