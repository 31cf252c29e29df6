import { logger } from '@nx/devkit';
import addPlatform from '../add-platform/add-platform';
import { SamplePlatform } from '../testing/sample-platform';
import init, { type InitOptions } from './init';

const options: InitOptions = {
  ...{ name: 'globex-mcp', title: 'Globex MCP', domain: 'globex.org', owner: '@globex/platform' },
  ...{ platforms: 'lambda', samples: false, region: 'us-east-1' },
};

let platform: SamplePlatform;
const said: string[] = [];
beforeEach(() => {
  platform = new SamplePlatform();
  jest.spyOn(logger, 'info').mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  platform.remove();
  said.length = 0;
  jest.restoreAllMocks();
});

const files = () => platform.git('ls-files').split('\n');

describe('a company that makes the platform its own', () => {
  it('has its names and what it chose, staged, and is told what comes next', async () => {
    const version = platform.git('rev-parse', 'HEAD^{tree}');
    await platform.generate(init, options);
    expect(JSON.parse(platform.read('platform.json'))).toEqual({
      $schema: './platform.schema.json',
      ...{ name: 'globex-mcp', organization: 'globexmcp', title: 'Globex MCP' },
      ...{ domain: 'globex.org', owner: '@globex/platform', license: 'UNLICENSED' },
      ...{ platforms: ['lambda'], samples: false, proofs: false, platform: { version } },
    });
    expect(files()).toEqual([
      ...[
        '.github/CODEOWNERS',
        '.gitignore',
        'LICENSE',
        'README.md',
        'deploy/lambda/template.yaml',
      ],
      ...['docs/deploy.md', 'package.json', 'platform.json'],
      ...['tools/platform/package.json', 'tools/platform/parts.json'],
      'tools/platform/src/platforms/lambda/lambda.ts',
    ]);
    expect(platform.read('README.md')).toMatch(/^# Globex MCP$/m);
    expect(platform.read('LICENSE')).toMatch(/^Copyright \(c\) \d{4} globex$/m);
    expect(platform.read('LICENSE')).toContain('Copyright (c) 2026 the contributors');
    expect(platform.read('.github/CODEOWNERS')).toContain('* @globex/platform');
    expect(platform.read('docs/deploy.md')).toBe('On ECS.\n');
    expect(JSON.parse(platform.read('package.json'))).toMatchObject({ name: 'globex-mcp' });
    expect(platform.git('diff', '--name-only')).toBe('');
    expect(said.join('\n')).toContain('npm ci');
  });

  it('changes nothing by a second run, and what it says by other answers', async () => {
    await platform.generate(init, options);
    platform.write('README.md', 'Ours.\n');
    platform.commit();
    expect(await platform.generate(init, options)).toEqual([]);
    expect(said.at(-1)).toContain('Nothing to do');

    await platform.generate(init, { ...options, platforms: 'ecs,lambda' });
    expect(files()).toContain('deploy/ecs/environments/staging.json');
    expect(platform.read('deploy/ecs/environments/staging.json')).toContain('us-east-1');
    expect(platform.read('README.md')).toBe('Ours.\n');
  });

  it('has one platform more by add-platform', async () => {
    await platform.generate(init, { ...options, platforms: 'none' });
    platform.commit();
    await platform.generate(addPlatform, { name: 'ecs' });
    expect(platform.read('docs/deploy.md')).toContain('[ECS](../deploy/ecs)');
    expect(JSON.parse(platform.read('platform.json'))).toMatchObject({ platforms: ['ecs'] });
    platform.commit();
    expect(await platform.generate(addPlatform, { name: 'ecs' })).toEqual([]);
    await expect(platform.generate(addPlatform, { name: 'ec2' })).rejects.toThrow(
      "Found 'ec2', allowed are ecs, lambda. Nothing was changed.",
    );
  });

  it.each<[string, Partial<InitOptions>, RegExp]>([
    ['a bad name', { name: 'Globex' }, /--name: found 'Globex'/],
    ['an unknown platform', { platforms: 'ecs,ec2' }, /--platforms: found 'ec2', allowed are ecs/],
    ['a provider without an issuer', { identityProvider: 'oidc' }, /--issuer: missing/],
    ['an unknown version', { from: 'v9' }, /--from: found 'v9'/],
  ])('is refused with %s, and nothing is changed', async (_, change, fault) => {
    await expect(platform.generate(init, { ...options, ...change })).rejects.toThrow(fault);
    expect(platform.git('status', '--porcelain')).toBe('');
  });

  it('is refused with uncommitted changes', async () => {
    platform.write('README.md', 'changed');
    const refusal = /uncommitted changes:\n M README.md\n.*Nothing was changed/s;
    await expect(platform.generate(init, options)).rejects.toThrow(refusal);
    expect(platform.git('status', '--porcelain').trim()).toBe('M README.md');
  });
});
