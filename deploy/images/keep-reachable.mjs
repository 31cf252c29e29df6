// Removes the packages that a bundle cannot reach: those of libraries of which it uses a part, such
// as the cloud SDKs of scaling drivers that only the worker runs.
//
//   node keep-reachable.mjs MANIFEST BUNDLE    beside the node_modules
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const [manifestFile, bundleFile] = process.argv.slice(2);
const root = resolve('node_modules');

const namesIn = (file) => {
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  // Optional peers too: who has them installed loads them.
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
};

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Where Node finds a package that is asked for in `from`; none where it is not installed. */
function folderOf(name, from) {
  for (let folder = from; folder.startsWith(top); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
  }
}

const top = dirname(root);
const bundle = readFileSync(bundleFile, 'utf8');
/** What the pattern finds in the bundle; first-party code is in it already. */
const namesOf = (pattern) =>
  [...bundle.matchAll(pattern)]
    .map(([, specifier]) => packageOf(specifier))
    .filter((name) => !name.startsWith('@repo/'));
const loaded = namesOf(/\b(?:require|import)\("([^"]+)"\)/g).filter(
  (name) => !name.startsWith('node:') && !builtinModules.includes(name),
);
// A bundle that has a package in it asks for what that package can do without.
const optional = new Set(
  installedIn(root).flatMap((folder) => {
    const { peerDependenciesMeta = {} } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    return Object.keys(peerDependenciesMeta).filter((name) => peerDependenciesMeta[name].optional);
  }),
);
const missing = loaded.filter((name) => folderOf(name, top) === undefined && !optional.has(name));
if (missing.length > 0) throw new Error(`${bundleFile} loads what is not installed: ${missing}`);

// Any text that is the name of a package counts, for there are more ways to load one.
const named = namesOf(/["']((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^"'\n]*)?["']/g);
const own = namesIn(manifestFile).filter((name) => !name.startsWith('@repo/'));

const reached = new Set();
const waiting = [...loaded, ...named, ...own].map((name) => [name, top]);
while (waiting.length > 0) {
  const [name, from] = waiting.pop();
  const folder = folderOf(name, from);
  if (folder === undefined || reached.has(folder)) continue;
  reached.add(folder);
  waiting.push(...namesIn(join(folder, 'package.json')).map((next) => [next, folder]));
}
let removed = 0;
for (const folder of installedIn(root)) {
  if ([...reached].some((kept) => kept === folder || kept.startsWith(`${folder}/`))) continue;
  rmSync(folder, { recursive: true });
  removed++;
}
console.log(`${reached.size} packages kept, ${removed} removed`);

function installedIn(modules) {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.') && statSync(join(modules, name)).isDirectory())
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name)).map((inner) => join(modules, name, inner))
        : [join(modules, name)],
    );
}
