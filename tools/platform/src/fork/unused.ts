import { type Files, foldersOf } from './files';
import { ImportResolver, isCode } from './imports';
import { MentionedPaths } from './mentioned-paths';

/** What is for tests alone goes with what it tests. */
export const isTest = (path: string): boolean =>
  /\.(spec|e2e|fixture|suite|subject)\.ts$|(^|\/)testing\/|^tools\/proofs\/|^apps\/[\w-]+-e2e\//.test(
    path,
  );

/** Found by their names, whoever imports them; Nx finds generators and migrations. */
const isEntry = (path: string) =>
  /(^|\/)(index|main|bootstrap)\.ts$|\.(cli|descriptor)\.ts$/.test(path) ||
  /\/src\/(generators\/([\w-]+)\/\2|migrations\/[\w-]+)\.ts$/.test(path);

/**
 * What nobody needs once some files are gone: tests of what is gone, which import it or name its
 * path, and files that were imported and no longer are.
 *
 * @param all the files of the platform
 * @param kept those that are left
 */
export function unusedFiles(all: Files, kept: Files): Set<string> {
  const resolver = new ImportResolver(all);
  const left = new Map([...kept].filter(([path]) => isCode(path)));
  const imports = new Map([...left].map(([path, text]) => [path, resolver.importsOf(path, text)]));
  const importers = importersIn(all, resolver);
  const exported = resolver.exports;
  const mentioned = new MentionedPaths(all);
  const mentions = new Map(
    [...left].flatMap(([path, text]) => (isTest(path) ? [[path, mentioned.in(text)]] : [])),
  );
  const unused = new Set<string>();
  const isLeft = (path: string) => kept.has(path) && !unused.has(path);
  for (let before = -1; before < unused.size;) {
    before = unused.size;
    const folders = foldersOf([...kept.keys()].filter((path) => !unused.has(path)));
    const isGone = (path: string) => !isLeft(path) && !folders.has(path);
    const imported = new Set([...imports].flatMap(([path, to]) => (isLeft(path) ? to : [])));
    const byProduct = new Set(
      [...imports].flatMap(([path, to]) => (isLeft(path) && !isTest(path) ? to : [])),
    );
    for (const path of left.keys()) {
      if (unused.has(path)) continue;
      const testsWhatIsGone =
        isTest(path) && [...imports.get(path)!, ...(mentions.get(path) ?? [])].some(isGone);
      const former = importers.get(path) ?? [];
      const users = former.some((one) => !isTest(one)) ? byProduct : imported;
      const isAsked = isEntry(path) || exported.has(path);
      const isUnused = former.length > 0 && !users.has(path) && !isAsked;
      if (testsWhatIsGone || isUnused) unused.add(path);
    }
  }
  return unused;
}

function importersIn(all: Files, resolver: ImportResolver): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, text] of all) {
    for (const target of resolver.importsOf(path, text)) {
      const found = importers.get(target);
      if (found === undefined) importers.set(target, [path]);
      else found.push(path);
    }
  }
  return importers;
}
