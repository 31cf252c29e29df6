import { isObject } from '@repo/foundation';
import { parse } from 'yaml';
import { CatalogError } from '../../catalog/catalog.error';

export interface Frontmatter {
  readonly name: string;
  readonly description: string;
  readonly [field: string]: unknown;
}

const BLOCK = /^\uFEFF?---\r?\n(?<yaml>[\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const NAME = /^(?!.*--)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const MAX_DESCRIPTION = 1_024;

/**
 * Reads the YAML at the head of a `SKILL.md` (https://agentskills.io/specification, Frontmatter).
 *
 * @param folder the name of the skill's folder, which is that of the skill
 * @param where the file, for the error
 * @throws {CatalogError}
 */
export function readFrontmatter(text: string, folder: string, where: string): Frontmatter {
  const fault = (found: string, remedy: string) => new CatalogError(where, found, remedy);
  const yaml = BLOCK.exec(text)?.groups?.['yaml'];
  if (yaml === undefined) {
    throw fault('it does not begin with front matter', 'Write YAML between two lines of ---.');
  }
  let fields: unknown;
  try {
    // Through JSON, as it is sent: an alias can make a circle.
    fields = JSON.parse(JSON.stringify(parse(yaml)));
  } catch (error) {
    throw fault('its front matter is no YAML that JSON can hold', (error as Error).message);
  }
  if (!isObject(fields))
    throw fault('its front matter has no fields', 'Write name: and description:.');
  const { name, description } = fields;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw fault(
      `the name ${JSON.stringify(name)} is no name of a skill`,
      'Use 1 to 64 of a-z 0-9 -, no hyphen at an end or beside another.',
    );
  }
  if (name !== folder) {
    throw fault(
      `the name "${name}" is not that of its folder`,
      `Call both "${folder}" or "${name}".`,
    );
  }
  if (
    typeof description !== 'string' ||
    description.trim() === '' ||
    description.length > MAX_DESCRIPTION
  ) {
    throw fault(
      'the description is missing or too long',
      `Say in 1 to ${MAX_DESCRIPTION} characters what it does and when to use it.`,
    );
  }
  return { ...fields, name, description };
}
