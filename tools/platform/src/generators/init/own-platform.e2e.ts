import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import { Fork } from '../testing/fork';

// Each command starts Nx, and some install.
jest.setTimeout(900_000);

/** The commands of a document that generate something. */
function commandsOf(document: string): string[] {
  const text = readFileSync(join(workspaceRoot, document), 'utf8');
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block.split('\n').filter((line) => line.startsWith('npx nx g ')),
  );
}

describe('a fork that is made by the commands of the documents', () => {
  const [init = '', addPlatform = ''] = commandsOf('docs/build/your-own-platform.md');
  let fork: Fork;
  const run = (command: string) => fork.run('sh', '-c', command);
  beforeAll(() => {
    fork = Fork.at('HEAD', { history: false }).copyPackages();
    run(init);
    fork.commit('feat: our own platform');
  });
  afterAll(() => fork?.remove());

  it('is as Prettier has it, so that formatting edits no file of the platform', () => {
    run('npx prettier --check .');
  });

  it('has nothing to do by the same command again', () => {
    expect(run(init)).toContain('Nothing to do');
  });

  it('can generate all that docs/build/generators.md does', () => {
    for (const command of commandsOf('docs/build/generators.md')) run(command);
    fork.commit('feat: of our own');
    const written = fork.git('ls-files', 'apps/reports', 'deploy/kubernetes', 'libs');
    for (const file of [
      'apps/reports/src/server.ts',
      'deploy/kubernetes/base/reports/kustomization.yaml',
      'libs/billing/src/pay-invoice/pay-invoice.tool.ts',
      'libs/mcp-features/src/box/box.tools.ts',
    ])
      expect(written).toContain(file);
  });

  it('takes one more platform, without a conflict', () => {
    run(addPlatform);
    expect(fork.git('ls-files', '--unmerged')).toBe('');
    expect(fork.git('diff', '--cached', '--name-only')).toContain('apps/serverless/src/');
    expect(fork.git('diff', '--name-only')).toBe('');
    expect(JSON.parse(fork.read('platform.json'))).toMatchObject({
      platforms: ['kubernetes', 'lambda'],
    });
  });
});
