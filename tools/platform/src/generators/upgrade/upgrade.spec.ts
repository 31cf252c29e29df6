import { logger } from '@nx/devkit';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import init from '../init/init';
import { SamplePlatform } from '../testing/sample-platform';
import upgrade from './upgrade';

const said: string[] = [];
const platforms: SamplePlatform[] = [];
beforeEach(() => {
  jest.spyOn(logger, 'info').mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  platforms.splice(0).forEach((platform) => platform.remove());
  said.length = 0;
  jest.restoreAllMocks();
});

function made(): SamplePlatform {
  const platform = new SamplePlatform();
  platform.write('tools/platform/migrations.json', JSON.stringify({ generators: EARLIER }));
  platform.commit();
  platforms.push(platform);
  return platform;
}

/** A migration that every version has: it could not be run. */
const EARLIER = { earlier: { description: 'Was run.', implementation: './gone.cjs' } };

/** The platform at a newer release, which a migration brings. */
function released(): SamplePlatform {
  const source = made();
  const program = 'tools/platform/src/fork';
  cpSync(join(workspaceRoot, program), join(source.folder, program), { recursive: true });
  source.write('deploy/lambda/template.yaml', 'region: eu-central-1\nmemory: 512\n');
  source.write('deploy/ecs/new.json', '{}\n');
  source.write('tools/platform/package.json', '{ "name": "@repo/platform", "version": "0.2.0" }\n');
  const migration = { description: 'Renames a call.', implementation: './rename.cjs' };
  const generators = { ...EARLIER, 'rename-call': migration };
  source.write('tools/platform/migrations.json', JSON.stringify({ generators }));
  source.write(
    'tools/platform/rename.cjs',
    `exports.default = (tree) => {
      const file = 'libs/mcp-features/src/own.ts';
      tree.write(file, tree.read(file, 'utf8').replaceAll('before(', 'after('));
    };\n`,
  );
  source.commit();
  source.git('tag', 'v0.2.0');
  return source;
}

/** A fork that shares no history with it, with code of its own. */
async function fork(): Promise<SamplePlatform> {
  const own = made();
  const options = { name: 'globex', domain: 'globex.org', owner: '@globex/platform' };
  await own.generate(init, { ...options, platforms: 'lambda' });
  own.write('libs/mcp-features/src/own.ts', 'before(1);\n');
  own.commit();
  return own;
}

describe('an upgrade', () => {
  it('takes the newest release, leaves out what was dropped, and runs its migrations', async () => {
    const [source, own] = [released(), await fork()];
    await own.generate(upgrade, { source: source.folder });
    expect(own.read('deploy/lambda/template.yaml')).toContain('memory: 512');
    expect(own.git('ls-files', 'deploy/ecs')).toBe('');
    expect(own.read('libs/mcp-features/src/own.ts')).toBe('after(1);\n');
    expect(said.filter((text) => text.startsWith('Migration'))).toEqual([
      'Migration rename-call: Renames a call.',
    ]);
    expect(JSON.parse(own.read('platform.json'))).toMatchObject({
      ...{ name: 'globex', platforms: ['lambda'] },
      platform: { version: '0.2.0', source: source.folder },
    });
    expect(own.git('diff', '--name-only')).toBe('');
    own.commit();
    expect(await own.generate(upgrade, {})).toEqual([]);
  });

  it('leaves what both have changed to a person, as git merge does', async () => {
    const [source, own] = [released(), await fork()];
    own.write('deploy/lambda/template.yaml', 'region: eu-central-1\nmemory: 1024\n');
    own.commit();
    await own.generate(upgrade, { source: source.folder });
    expect(own.git('diff', '--name-only', '--diff-filter=U')).toBe('deploy/lambda/template.yaml');
    expect(own.read('deploy/lambda/template.yaml')).toContain('<<<<<<<');
    expect(said.join('\n')).toContain(
      'deploy/lambda/template.yaml: you and the platform have changed the same lines',
    );
  });

  it('is refused without a source, with an unknown version, and for a fork of unknown origin', async () => {
    const [source, own] = [released(), await fork()];
    await expect(own.generate(upgrade, {})).rejects.toThrow('--source');
    await expect(own.generate(upgrade, { source: '/no/such/place' })).rejects.toThrow(
      "cannot be fetched from '/no/such/place'",
    );
    const unknown = { source: source.folder, version: '9.9.9' };
    await expect(own.generate(upgrade, unknown)).rejects.toThrow("'9.9.9' is no version of");
    const from = { source: source.folder, from: 'nowhere' };
    await expect(own.generate(upgrade, from)).rejects.toThrow("'nowhere', which this fork holds");
    expect(own.git('status', '--porcelain')).toBe('');
  });
});
