import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { paths } from '../paths';
import { replaceSection } from './section';

/** Writes sections of docs/performance.md, by their names, formatted like the rest of it. */
export async function writeSections(sections: Readonly<Record<string, string>>): Promise<void> {
  let document = readFileSync(paths.document, 'utf8');
  for (const [name, text] of Object.entries(sections)) {
    document = replaceSection(document, name, text);
  }
  const style = await resolveConfig(paths.document);
  writeFileSync(paths.document, await format(document, { ...style, parser: 'markdown' }));
  console.log(`written to docs/performance.md: ${Object.keys(sections).join(', ')}`);
}
