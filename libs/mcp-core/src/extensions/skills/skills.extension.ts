import { quote } from '@repo/foundation';
import { z } from 'zod';
import { accessOf, isOpen } from '../../catalog/access';
import type { Catalog } from '../../catalog/catalog';
import type { ProvidedFeature } from '../../catalog/feature-extension';
import type { CacheHint, ResourceFeature } from '../../features/feature';
import { InvalidParamsError } from '../../protocol/protocol.error';
import { Extension } from '../extension';
import type { ExtensionHost } from '../extension-host';
import { extensionMethod } from '../extension-method';
import { directoriesOf } from './skill-directories';
import { readSkills, textOf } from './read-skills';
import { SKILL_FILE, type Skill, type SkillFile, type SkillFolder } from './skill';

interface ReadFolder {
  readonly folder: SkillFolder;
  readonly skills: readonly Skill[];
}

const TTL_MS = 60_000;

/**
 * Skills (SEP-2640): folders with instructions for a model, whose files are resources.
 *
 * @see https://github.com/modelcontextprotocol/ext-skills
 */
export class SkillsExtension extends Extension {
  readonly id = 'io.modelcontextprotocol/skills';
  private readonly folders: readonly ReadFolder[];
  private readonly skills: readonly Skill[];

  /** @throws {CatalogError} a folder or a skill has a fault */
  constructor(folders: readonly SkillFolder[]) {
    super();
    this.folders = folders.map((folder) => ({ folder, skills: readSkills(folder.folder) }));
    this.skills = this.folders
      .flatMap(({ skills }) => skills)
      .sort((a, b) => (manifestOf(a).uri < manifestOf(b).uri ? -1 : 1));
  }

  settings(catalog: Catalog) {
    const isServed = this.skills.some((skill) => catalog.resources.has(manifestOf(skill).uri));
    return isServed ? { directoryRead: true } : undefined;
  }

  override features(): readonly ProvidedFeature[] {
    return this.folders.flatMap(({ folder, skills }) => resourcesOf(folder, skills));
  }

  override methods(host: ExtensionHost) {
    const skills = new Map(this.skills.map((skill) => [manifestOf(skill).uri, skill]));
    const features = new Map(
      [...skills].map(([uri, skill]) => [uri, featureOf(host.catalog, uri, entryOf(skill))]),
    );
    const list = host.list('skills', [...features.values()]);
    const directories = directoriesOf(this.skills, host);
    const unknown = (what: string, uri: string) =>
      new InvalidParamsError(`${what}: ${quote(uri)}`, { data: { uri } });
    const isForAll = [...features.values()].every(isOpen);
    return [
      extensionMethod({
        name: 'skills/list',
        params: z.looseObject({ cursor: z.string().optional() }),
        handle: ({ cursor }, context) => list(context, cursor),
      }),
      extensionMethod({
        name: 'skills/get',
        params: z.looseObject({ uri: z.string() }),
        cache: { ttlMs: TTL_MS, scope: isForAll ? 'public' : 'private' },
        handle: async ({ uri }, context) => {
          const feature = features.get(uri);
          if (feature === undefined || !(await host.isListed(feature, context))) {
            throw unknown('Unknown skill', uri);
          }
          return { skill: feature.listed };
        },
      }),
      extensionMethod({
        name: 'resources/directory/read',
        params: z.looseObject({ uri: z.string(), cursor: z.string().optional() }),
        handle: async ({ uri, cursor }, context) => {
          const directory = directories.get(uri);
          if (directory === undefined || !(await host.isListed(directory.feature, context))) {
            throw unknown('No directory', uri);
          }
          return directory.list(context, cursor);
        },
      }),
    ];
  }
}

function manifestOf({ files }: Skill): SkillFile {
  return files[0]!;
}

/** SEP-2640, Skill Entries. */
function entryOf(skill: Skill): object {
  const { frontmatter, files } = skill;
  const resources = files.map(({ uri, digest, bytes }) => ({ uri, digest, size: bytes.length }));
  return { uri: manifestOf(skill).uri, frontmatter, resources };
}

/** The resource of a `SKILL.md` with another list entry: who may see the one may see the other. */
function featureOf(catalog: Catalog, uri: string, listed: object): ResourceFeature {
  return { ...catalog.resources.get(uri)!, listed };
}

/** The files of a nested skill are files of the skill around it too, and yet one resource each. */
function resourcesOf(folder: SkillFolder, skills: readonly Skill[]): ProvidedFeature[] {
  const resources = new Map<string, ProvidedFeature>();
  for (const skill of skills) {
    for (const file of skill.files) {
      const isOwn = file.path === SKILL_FILE || !resources.has(file.uri);
      if (isOwn) resources.set(file.uri, resourceOf(skill, file, folder));
    }
  }
  return [...resources.values()];
}

function resourceOf(skill: Skill, file: SkillFile, folder: SkillFolder): ProvidedFeature {
  const { scopes, anyScope, allow } = folder;
  const where = `${folder.folder}: ${file.uri}`;
  const isPublic = isOpen(accessOf({ scopes, anyScope, allow }, where));
  const cache: CacheHint = { ttlMs: TTL_MS, scope: isPublic ? 'public' : 'private' };
  const content = textOf(file.bytes) ?? file.bytes;
  return {
    where,
    handler: () => content,
    declaration: {
      kind: 'resource',
      options: {
        ...{ scopes, anyScope, allow, cache },
        name: skill.name,
        description: skill.description,
        uri: file.uri,
        mimeType: file.mimeType,
        size: file.bytes.length,
        // `skills/list` and directories name the others.
        unlisted: file.path !== SKILL_FILE,
      },
    },
  };
}
