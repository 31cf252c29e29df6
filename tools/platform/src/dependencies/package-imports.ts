import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { preProcessFile } from 'typescript';

/** What does not run in production: specs, what they share, and the folders of an app's own tests. */
const notInProduction = /(\.(spec|e2e|fixture)\.ts|(^|\/)testing\/.*)$/;

/**
 * The packages that the code of a project imports, each with a file that does: by `import`, of types
 * too, by `import()` and by `require()`.
 *
 * @param folder of the sources
 */
export function importedPackages(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !notInProduction.test(file))
    .sort();
  const found = new Map<string, string>();
  for (const file of files) {
    for (const name of packagesIn(readFileSync(join(folder, file), 'utf8'))) {
      if (!found.has(name)) found.set(name, file);
    }
  }
  return found;
}

/** The packages that a text of TypeScript imports. */
export function packagesIn(text: string): string[] {
  const { importedFiles } = preProcessFile(text, true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter(isPackage)
    .map(packageOf);
}

const isPackage = (specifier: string) => !/^[./#]/.test(specifier) && !isBuiltin(specifier);

/** Without what follows its name, such as `/testing`. */
function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return specifier.startsWith('@') ? `${first}/${second}` : first;
}
