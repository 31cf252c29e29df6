import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platforms } from '../platforms/platforms';
import { workspaceRoot } from '../workspace-root';
import type { Files } from './files';
import { keepParts } from './keep-parts';
import { markerFaults } from './markers';
import { type Choices, COMPANY, droppedParts, partsOf, platformNames } from './parts';
import { danglingIn } from './testing/dangling';
import { tidyMarkdown } from './tidy-markdown';

/** The files of the work tree that git has or would take. */
function workTree(): Files {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const options = { cwd: workspaceRoot, maxBuffer: 1 << 26 };
  const paths = execFileSync('git', args, options).toString().split('\0').filter(Boolean);
  return new Map(
    paths.flatMap((path) => {
      try {
        return [[path, readFileSync(join(workspaceRoot, path), 'utf8')]];
      } catch {
        return [];
      }
    }),
  );
}

const files = workTree();
const parts = partsOf(files);
const all = platformNames(parts);
const choices = (platforms: readonly string[], rest: Partial<Choices> = {}): Choices => ({
  ...{ platforms, samples: true, proofs: true },
  ...rest,
});

describe('the parts of the platform', () => {
  it('are the deployment platforms, and what is beside them', () => {
    expect([...all].sort()).toEqual(platforms.map(({ name }) => name).sort());
    const missing = Object.values(parts).flatMap((part) =>
      part.files.filter(
        (root) => ![...files.keys()].some((path) => `${path}/`.startsWith(`${root}/`)),
      ),
    );
    const dropped = droppedParts(parts, choices(all));
    expect([...dropped].sort()).toEqual([COMPANY, 'upstream']);
    expect(missing).toEqual([]);
  });

  it('know which platforms have schemas of their environments', () => {
    const withSchemas = platforms.filter(({ schemas }) => schemas !== undefined);
    const { of: named = [] } = parts['environment-schemas']!;
    expect([...named].sort()).toEqual(withSchemas.map(({ name }) => name).sort());
  });

  it('are marked in other files without a fault', () => {
    const known = new Set(Object.keys(parts));
    const faults = [...files].flatMap(([path, text]) =>
      /^tools\/platform\/src\/(fork|generators\/testing)\//.test(path)
        ? []
        : markerFaults(text, known).map((fault) => `${path} ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('leave documents as Prettier has them', () => {
    const documents = [...files].filter(([path]) => path.endsWith('.md'));
    const changed = documents.filter(([, text]) => tidyMarkdown(text) !== text);
    expect(changed.map(([path]) => path)).toEqual([]);
  });
});

describe('a fork', () => {
  const cases: [string, Choices][] = [
    ...all.map((name): [string, Choices] => [`${name} alone`, choices([name])]),
    ['all', choices(all)],
    ['all without samples and proofs', choices(all, { samples: false, proofs: false })],
    ['none', choices([])],
    ['none without samples and proofs', choices([], { samples: false, proofs: false })],
  ];

  it.each(cases)('with %s refers to nothing that is gone', (_, chosen) => {
    const own = parts[COMPANY]!.files.map((path): [string, string] => [path, files.get(path)!]);
    const kept = new Map([
      ...keepParts(files, chosen),
      ...own.filter(([path]) => !path.endsWith('.md')),
    ]);
    kept.set('README.md', '');
    expect(danglingIn(files, kept)).toEqual([]);
    for (const name of all) {
      const descriptor = `tools/platform/src/platforms/${name}/${name}.descriptor.ts`;
      const isThere = [...kept.keys()].some((path) => path.startsWith(`deploy/${name}/`));
      const isChosen = chosen.platforms.includes(name);
      expect([name, isThere, kept.has(descriptor)]).toEqual([name, isChosen, isChosen]);
    }
  });
});
