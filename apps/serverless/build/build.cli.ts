import { join } from 'node:path';
import { build } from 'esbuild';
import { functionBundle, LATE_PACKAGES, latePackage } from './function-bundle';
import { PLATFORMS } from './platforms';
import { zippedBytes } from './zipped-bytes';

/** What is larger is slow to load, whatever Lambda's own limit (50 MB) allows. */
const MAX_ZIPPED_BYTES = 3_000_000;

const isFixture = process.argv.includes('--fixture');

/** Makes `dist/<platform>/` of each platform; `--fixture` those with the fixtures of the tests. */
const bundles = PLATFORMS.flatMap((platform) => {
  const folder = isFixture ? `dist/fixture/${platform}` : `dist/${platform}`;
  const entry = isFixture
    ? `../api-e2e/src/functions/fixture/${platform}.ts`
    : `src/${platform}/main.ts`;
  return [functionBundle(entry, folder), ...LATE_PACKAGES.map((name) => latePackage(name, folder))];
});

async function main(): Promise<void> {
  await Promise.all(bundles.map((options) => build(options)));
  if (isFixture) return;
  for (const platform of PLATFORMS) {
    const bytes = zippedBytes(join(__dirname, '../dist', platform));
    console.log(`${platform}: ${(bytes / 1_000).toFixed(0)} kB zipped`);
    if (bytes <= MAX_ZIPPED_BYTES) continue;
    console.error(`At most ${MAX_ZIPPED_BYTES / 1_000} kB are allowed: see what was imported.`);
    process.exitCode = 1;
  }
}

// esbuild has printed the faults of the source already.
main().catch(() => process.exit(1));
