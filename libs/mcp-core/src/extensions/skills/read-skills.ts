import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { lookup } from 'mime-types';
import { CatalogError } from '../../catalog/catalog.error';
import { readFrontmatter } from './frontmatter';
import { MAX_BYTES, MAX_FILES, SKILL_FILE, type Skill, type SkillFile } from './skill';

/** All folders together: what is read stays in memory. */
const MAX_TOTAL_BYTES = 4 * MAX_BYTES;
const MAX_ENTRIES = 10_000;
const MAX_DEPTH = 16;

/** A part of a path that a URI needs no escape for, as the first one is its authority. */
const PREFIX = /^[a-z0-9][a-z0-9._-]*$/;

interface Entry {
  /** The names from the root to it. */
  readonly path: readonly string[];
  readonly bytes: Buffer;
}

/**
 * Reads the skills of a folder: every folder below it that has a `SKILL.md`, at any depth. What is
 * served later is what was read, so that it fits its digest.
 *
 * @throws {CatalogError} a skill has a fault, a limit is passed, or a link leads out of the folder
 */
export function readSkills(root: string): Skill[] {
  const entries = readEntries(root);
  const skills = entries
    .filter(({ path }) => path.at(-1) === SKILL_FILE && path.length > 1)
    .map(({ path, bytes }) => {
      const folder = path.slice(0, -1);
      const files = entries.filter((entry) => isBelow(folder, entry.path));
      return toSkill(root, folder, bytes, files);
    });
  if (skills.length > 0) return skills;
  throw new CatalogError(root, 'no skill is in it', 'Write <name>/SKILL.md.');
}

function readEntries(root: string): Entry[] {
  const top = realFolder(root);
  const entries: Entry[] = [];
  let visited = 0;
  let total = 0;
  const visit = (path: readonly string[]): void => {
    const here = join(root, ...path);
    if (path.length > MAX_DEPTH) throw tooMuch(here, `folders are deeper than ${MAX_DEPTH}`);
    // By code unit, so that the order is the same everywhere; hidden files are an editor's or git's.
    const names = readdirSync(here)
      .filter((name) => !name.startsWith('.'))
      .sort();
    for (const name of names) {
      visited += 1;
      if (visited > MAX_ENTRIES) throw tooMuch(root, `it has more than ${MAX_ENTRIES} files`);
      const file = join(here, name);
      const real = realpathSync(file);
      if (!real.startsWith(top + sep)) {
        throw new CatalogError(file, 'the link leads out of the folder', 'Copy the file instead.');
      }
      const stat = statSync(real);
      if (stat.isDirectory()) visit([...path, name]);
      else if (!stat.isFile()) throw new CatalogError(file, 'it is no file', 'Remove it.');
      else {
        total += stat.size;
        if (total > MAX_TOTAL_BYTES)
          throw tooMuch(root, `it has more than ${MAX_TOTAL_BYTES} bytes`);
        entries.push({ path: [...path, name], bytes: readFileSync(real) });
      }
    }
  };
  visit([]);
  return entries;
}

function toSkill(
  root: string,
  folder: readonly string[],
  manifest: Buffer,
  entries: readonly Entry[],
): Skill {
  const where = join(root, ...folder, SKILL_FILE);
  const odd = folder.find((part) => !PREFIX.test(part));
  if (odd !== undefined) {
    throw new CatalogError(
      where,
      `the folder "${odd}" cannot be part of its URI`,
      'Use a-z 0-9 . _ -.',
    );
  }
  if (entries.length > MAX_FILES)
    throw tooMuch(where, `the skill has more than ${MAX_FILES} files`);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
  if (bytes > MAX_BYTES) throw tooMuch(where, `the skill has more than ${MAX_BYTES} bytes`);
  const text = textOf(manifest);
  if (text === undefined) throw new CatalogError(where, 'it is not UTF-8', 'Save it as UTF-8.');
  const frontmatter = readFrontmatter(text, folder.at(-1)!, where);
  const uri = `skill://${folder.join('/')}`;
  const files = entries.map((entry) => toFile(uri, entry.path.slice(folder.length), entry.bytes));
  return {
    name: frontmatter.name,
    description: frontmatter.description,
    frontmatter,
    uri,
    files: files.sort((a, b) => Number(b.path === SKILL_FILE) - Number(a.path === SKILL_FILE)),
  };
}

function toFile(skill: string, path: readonly string[], bytes: Buffer): SkillFile {
  const isText = textOf(bytes) !== undefined;
  return {
    path: path.join('/'),
    uri: [skill, ...path.map(encodeURIComponent)].join('/'),
    bytes,
    mimeType:
      lookup(basename(path.at(-1)!)) || (isText ? 'text/plain' : 'application/octet-stream'),
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  };
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for what is not UTF-8; else its encoding gives the same bytes again. */
export function textOf(bytes: Buffer): string | undefined {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}

function realFolder(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    throw new CatalogError(root, 'there is no such folder', 'Mend the path of the skills.');
  }
}

function isBelow(folder: readonly string[], path: readonly string[]): boolean {
  return path.length > folder.length && folder.every((part, index) => path[index] === part);
}

function tooMuch(where: string, fault: string): CatalogError {
  return new CatalogError(where, fault, 'Leave out what the skills do not need.');
}
