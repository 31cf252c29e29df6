import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { FeatureVisibility, type Feature, type Visibility } from '../..';
import { createHarness, httpHost, type Harness } from '../../testing';
import { SkillsModule } from '.';

const SKILLS = 'io.modelcontextprotocol/skills';
const manifest = (name: string, more = '') =>
  `---\nname: ${name}\ndescription: How to handle ${name}.\n${more}---\n\n# ${name}\n`;

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder with these files. */
function folderOf(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'skills-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

@Injectable()
class ByScope extends FeatureVisibility {
  of({ scopes }: Feature, auth?: { scopes: string[] }): Visibility {
    return scopes.every((scope) => auth?.scopes.includes(scope)) ? 'listed' : 'unlisted';
  }
}

interface Entry {
  uri: string;
  frontmatter: object;
  resources: { uri: string; digest: string; size: number }[];
}

const PIXEL = Buffer.from([0x89, 0x50, 0xff, 0x00]);
const OPEN = {
  'README.md': 'Of no skill.',
  'sales/refunds/SKILL.md': manifest('refunds', 'license: MIT\nmetadata:\n  version: "2"\n'),
  'sales/refunds/templates/mail to customer.md': '# Mail',
  'sales/refunds/templates/eu/notice.md': '# Notice',
  'sales/refunds/logo.png': PIXEL,
  'sales/refunds/.DS_Store': 'hidden',
  'sales/refunds/partial/SKILL.md': manifest('partial'),
};

describe.each(['modern', 'legacy'] as const)('skills, %s', (era) => {
  let harness: Harness;
  beforeAll(async () => {
    const finance = folderOf({ 'payouts/SKILL.md': manifest('payouts') });
    const folders = [{ folder: folderOf(OPEN) }, { folder: finance, scopes: ['finance'] }];
    harness = await createHarness({
      imports: [SkillsModule.forRoot(folders)],
      providers: [{ provide: FeatureVisibility, useClass: ByScope }],
    });
  });
  afterAll(() => harness.close());

  const asker = async (...scopes: string[]) => {
    const client = await harness.connect(era, { auth: { token: 't', clientId: 'c', scopes } });
    const ask = (method: string, params: object = {}) =>
      client.request({ method, params } as never, z.looseObject({}) as never) as Promise<
        Record<string, unknown>
      >;
    return { client, ask };
  };
  const uris = (listed: unknown) => (listed as { uri: string }[]).map(({ uri }) => uri);

  it('are listed whole, with what they need to be checked by', async () => {
    const { ask, client } = await asker();
    expect(client.getServerCapabilities()).toMatchObject({
      resources: {},
      extensions: { [SKILLS]: { directoryRead: true } },
    });
    const { skills } = (await ask('skills/list')) as { skills: Entry[] };
    expect(uris(skills)).toEqual([
      'skill://sales/refunds/SKILL.md',
      'skill://sales/refunds/partial/SKILL.md',
    ]);
    const refunds = skills[0]!;
    expect(refunds.frontmatter).toEqual({
      name: 'refunds',
      description: 'How to handle refunds.',
      license: 'MIT',
      metadata: { version: '2' },
    });
    expect(uris(refunds.resources)).toEqual([
      'skill://sales/refunds/SKILL.md',
      'skill://sales/refunds/logo.png',
      'skill://sales/refunds/partial/SKILL.md',
      'skill://sales/refunds/templates/eu/notice.md',
      'skill://sales/refunds/templates/mail%20to%20customer.md',
    ]);
  });

  it('have files whose bytes fit their digest', async () => {
    const { ask, client } = await asker();
    const { skill } = (await ask('skills/get', { uri: 'skill://sales/refunds/SKILL.md' })) as {
      skill: Entry;
    };
    for (const { uri, digest, size } of skill.resources) {
      const { contents } = await client.readResource({ uri });
      const [content] = contents as { text?: string; blob?: string }[];
      const bytes = Buffer.from(
        content?.text ?? content?.blob ?? '',
        content?.text ? 'utf8' : 'base64',
      );
      expect(bytes.length).toBe(size);
      expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(digest);
    }
  });

  it('are in resources/list by their SKILL.md alone', async () => {
    const { client } = await asker();
    const { resources } = await client.listResources();
    expect(resources).toMatchObject([
      { uri: 'skill://sales/refunds/SKILL.md', name: 'refunds', mimeType: 'text/markdown' },
      { uri: 'skill://sales/refunds/partial/SKILL.md', name: 'partial' },
    ]);
    expect(resources[0]).toMatchObject({ description: 'How to handle refunds.' });
  });

  it('have folders that can be read', async () => {
    const { ask } = await asker();
    const read = async (uri: string) =>
      (await ask('resources/directory/read', { uri }))['resources'];
    expect(await read('skill://sales/refunds/templates')).toEqual([
      { uri: 'skill://sales/refunds/templates/eu', name: 'eu', mimeType: 'inode/directory' },
      {
        uri: 'skill://sales/refunds/templates/mail%20to%20customer.md',
        name: 'mail to customer.md',
        mimeType: 'text/markdown',
        size: 6,
      },
    ]);
    expect(uris(await read('skill://sales/refunds'))).toContain('skill://sales/refunds/templates');
  });

  it.each([
    ['skills/get', 'skill://sales/refunds'],
    ['skills/get', 'skill://sales/refunds/logo.png'],
    ['skills/get', 'skill://payouts/SKILL.md'],
    ['resources/directory/read', 'skill://sales/refunds/SKILL.md'],
    ['resources/directory/read', 'skill://sales/refunds/../../etc'],
    ['resources/directory/read', 'skill://payouts'],
  ])('%s refuses %s', async (method, uri) => {
    const { ask } = await asker();
    await expect(ask(method, { uri })).rejects.toMatchObject({ code: -32602 });
  });

  it('are hidden from callers without their scope', async () => {
    const { ask, client } = await asker('finance');
    const { skills, cacheScope } = await ask('skills/list');
    expect(uris(skills)).toContain('skill://payouts/SKILL.md');
    expect(cacheScope).toBe(era === 'modern' ? 'private' : undefined);
    expect(await ask('skills/get', { uri: 'skill://payouts/SKILL.md' })).toHaveProperty('skill');
    expect(uris((await client.listResources()).resources)).toContain('skill://payouts/SKILL.md');
    const { client: stranger } = await asker();
    expect(uris((await stranger.listResources()).resources)).not.toContain(
      'skill://payouts/SKILL.md',
    );
  });
});

it('are of the server that is named, and of no other', async () => {
  const folders = [{ folder: folderOf(OPEN) }];
  const imports = [SkillsModule.forRoot(folders, { server: 'sales' })];
  const { harness, modern } = await httpHost([], {}, imports);
  const extensionsOf = async (server?: string) => {
    const reply = await modern('server/discover', {}, { server });
    const { result } = reply.json() as { result: { capabilities: { extensions?: object } } };
    return result.capabilities.extensions;
  };
  expect(await extensionsOf('sales')).toHaveProperty([SKILLS]);
  expect(await extensionsOf()).toEqual({});
  expect((await modern('skills/list', {})).json()).toMatchObject({ error: { code: -32601 } });
  const listed = await modern('skills/list', {}, { server: 'sales' });
  expect(listed.json()).toMatchObject({ result: { skills: [{}, {}] } });
  await harness.close();
});

describe('the start is stopped by', () => {
  const start = (folder: string) =>
    createHarness({ imports: [SkillsModule.forRoot([{ folder }])] });

  it.each<[string, string, Record<string, string | Buffer>]>([
    ['a folder without skills', 'no skill is in it', { 'README.md': '' }],
    [
      'a skill without front matter',
      'refunds/SKILL.md: it does not begin',
      { 'refunds/SKILL.md': '# Hi' },
    ],
    [
      'front matter in a circle',
      'that JSON can hold',
      { 'a/SKILL.md': manifest('a', 'list: &list\n  - *list\n') },
    ],
    ['front matter that is no YAML', 'is no YAML', { 'a/SKILL.md': '---\nname: [\n---\n' }],
    [
      'another name than that of the folder',
      'is not that of its folder',
      { 'a/SKILL.md': manifest('b') },
    ],
    [
      'a name with two hyphens',
      '"a--b" is no name of a skill',
      { 'a--b/SKILL.md': manifest('a--b') },
    ],
    ['no description', 'the description is missing', { 'a/SKILL.md': '---\nname: a\n---\n' }],
    ['bytes that are no text', 'it is not UTF-8', { 'a/SKILL.md': PIXEL }],
    [
      'a prefix that no URI has',
      'the folder "My Team" cannot be',
      { 'My Team/a/SKILL.md': manifest('a') },
    ],
    [
      '513 files',
      'more than 512 files',
      {
        'a/SKILL.md': manifest('a'),
        ...Object.fromEntries(Array.from({ length: 512 }, (_, index) => [`a/${index}.md`, ''])),
      },
    ],
    [
      '16 MiB',
      'more than 16777216 bytes',
      { 'a/SKILL.md': manifest('a'), 'a/big.bin': Buffer.alloc(16 * 1024 * 1024) },
    ],
  ])('%s', async (_what, message, files) => {
    await expect(start(folderOf(files))).rejects.toThrow(message);
  });

  it('a folder that is not there', async () => {
    await expect(start('/nowhere/skills')).rejects.toThrow('there is no such folder');
  });

  it('a link that leads out of the folder', async () => {
    const secret = folderOf({ secret: 'x' });
    const folder = folderOf({ 'a/SKILL.md': manifest('a') });
    symlinkSync(join(secret, 'secret'), join(folder, 'a/notes.md'));
    await expect(start(folder)).rejects.toThrow('a/notes.md: the link leads out of the folder');
  });

  it('a link to a folder around it', async () => {
    const folder = folderOf({ 'a/SKILL.md': manifest('a') });
    symlinkSync(join(folder, 'a'), join(folder, 'a/again'));
    await expect(start(folder)).rejects.toThrow('folders are deeper than 16');
  });

  it('the same skill of two folders', async () => {
    const folders = [1, 2].map(() => ({ folder: folderOf({ 'a/SKILL.md': manifest('a') }) }));
    const twice = createHarness({ imports: [SkillsModule.forRoot(folders)] });
    await expect(twice).rejects.toThrow('a second resource "skill://a/SKILL.md"');
  });
});
