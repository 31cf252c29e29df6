import { type Files, isBelow } from './files';
import { withoutGoneImports } from './gone-imports';
import { ImportResolver, isCode } from './imports';
import { withoutDeadLinks } from './links';
import { fittingKnipFile, fittingManifest, fittingReferences, ownManifest } from './manifests';
import { withoutMarked } from './markers';
import { type Choices, COMPANY, droppedParts, type Parts, partsOf } from './parts';
import { withoutGoneTargets } from './targets';
import { tidyMarkdown } from './tidy-markdown';
import { isTest, unusedFiles } from './unused';

/** What has a lockfile of its own has all that this says. */
const isInWorkspace = (path: string) => /^(apps|libs|tools)\/[^/]+\/package\.json$/.test(path);

/** Says what markers are, and so has some. */
const isAboutMarkers = (path: string) => path.startsWith('tools/platform/src/fork/');

/**
 * What a fork that made these choices holds of a version of the platform: without the files of the
 * parts that it is without, their marked lines and their elements in files that all share, the tests of what is gone,
 * what nobody imports any more, and the dependencies, references and links that lead to it.
 *
 * @param files of that version, complete
 * @param fallback the parts of a version from before it named them itself
 */
export function keepParts(files: Files, choices: Choices, fallback?: Parts): Files {
  const parts = partsOf(files, fallback);
  const dropped = droppedParts(parts, choices);
  const filesOf = (names: Iterable<string>) =>
    [...names].flatMap((name) => parts[name]?.files ?? []);
  const roots = filesOf([...dropped].filter((name) => name !== COMPANY));
  const kept = new Map<string, string>();
  for (const [path, text] of files) {
    if (isBelow(path, roots)) continue;
    kept.set(path, isAboutMarkers(path) ? text : withoutMarked(text, dropped));
  }
  const resolver = new ImportResolver(files);
  for (const [path, text] of kept) {
    if (!isCode(path) || isTest(path)) continue;
    const isGone = (specifier: string) => {
      const target = resolver.resolve(path, specifier);
      return target !== undefined && !kept.has(target);
    };
    kept.set(path, withoutGoneImports(text, isGone));
  }
  for (const path of unusedFiles(files, kept)) kept.delete(path);
  const left = new Map(kept);
  for (const path of left.keys()) {
    if (isInWorkspace(path)) kept.set(path, fittingManifest(path, files, left));
    if (/(^|\/)(package|project|targets)\.json$/.test(path)) {
      kept.set(path, withoutGoneTargets(kept.get(path)!, files, left));
    }
    if (/(^|\/)tsconfig[\w.]*\.json$/.test(path)) {
      kept.set(path, fittingReferences(path, files, left));
    }
    if (path.endsWith('.md')) {
      const text = withoutDeadLinks(path, files, left);
      kept.set(path, text === files.get(path) ? text : tidyMarkdown(text));
    }
  }
  const knip = kept.get('knip.json');
  if (knip !== undefined) kept.set('knip.json', fittingKnipFile(knip, left));
  const root = kept.get('package.json');
  if (choices.package !== undefined && root !== undefined) {
    kept.set('package.json', ownManifest(root, choices.package));
  }
  // There is one in each fork, so what reads it stays.
  for (const path of filesOf([COMPANY])) kept.delete(path);
  return kept;
}
