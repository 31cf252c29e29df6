import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { paths } from '../paths';
import { replaceSection } from './section';

/** Writes sections of a document, by their names, formatted like the rest of it. */
export async function writeSections(
  sections: Readonly<Record<string, string>>,
  file = paths.document,
): Promise<void> {
  let document = readFileSync(file, 'utf8');
  for (const [name, text] of Object.entries(sections)) {
    document = replaceSection(document, name, text);
  }
  const style = await resolveConfig(file);
  writeFileSync(file, await format(document, { ...style, parser: 'markdown' }));
  console.log(`written to ${relative(workspaceRoot, file)}: ${Object.keys(sections).join(', ')}`);
}
