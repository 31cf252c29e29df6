import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { identity } from './identity';

const ROOT = join(__dirname, '../../../..');

describe('platform.json', () => {
  it('is the only file of the platform that has its names', () => {
    const { title, serviceName, credentialPrefix, tagPrefix, annotationDomain } = identity;
    const deployments = ['development', 'staging', 'production'];
    const names = [
      ...[title, serviceName, annotationDomain],
      ...[`${credentialPrefix}_mk`, `${credentialPrefix}_cs`],
      ...[`${tagPrefix}:deploy`, `${tagPrefix}:scaling`, `${tagPrefix}-deploy`],
      ...deployments.map((deployment) => identity.redisPrefix(deployment)),
    ].map((name) => name.toLowerCase());
    const found = sources().filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8').toLowerCase();
      return names.some((name) => text.includes(name));
    });
    expect(found).toEqual([]);
  });
});

/** All files of the platform that people write. */
function sources(): string[] {
  const made = /(^|\/)(node_modules|dist|tmp|coverage|cdk\.out)\//;
  const folders = ['apps', 'libs', 'tools', 'deploy', 'docs', '.github'];
  const inside = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
  const own = relative(ROOT, __filename);
  const files = inside.filter((file) => !made.test(file) && file !== own);
  return [...files, 'README.md', 'docker-compose.yml'];
}
