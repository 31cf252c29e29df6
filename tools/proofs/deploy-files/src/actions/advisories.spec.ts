import { textOf } from '../workspace';
import { readWorkflow } from './workflow';

interface Lockfile {
  readonly packages: Readonly<Record<string, { dev?: boolean; link?: boolean }>>;
}

describe('the search for known faults in packages', () => {
  const { path, text } = readWorkflow('.github/workflows/security.yml');
  const [, job = ''] = /\n {2}advisories:\n([\s\S]*?)\n\n {2}\w/.exec(text) ?? [];

  it('asks two sources of the same packages, and the second whatever the first says', () => {
    expect(path).toContain('security.yml');
    expect(job).toContain('npm audit --package-lock-only --omit=dev --audit-level=high');
    expect(job).toMatch(
      /if: \$\{\{ !cancelled\(\) \}\}\n +uses: google\/osv-scanner-action\/osv-scanner-action@[0-9a-f]{40} # v/,
    );
    expect(job).toContain('--lockfile=package-lock.json');
    expect(job).toContain('--config=osv-scanner.toml');
    expect(textOf('osv-scanner.toml')).toMatch(/group = "dev"\nignore = true/);
  });

  it('runs on every change and every week, and nothing of it may fail unseen', () => {
    expect(text).toMatch(/on:\n {2}push:[\s\S]*\n {2}pull_request:[\s\S]*cron:/);
    expect(job).not.toMatch(/continue-on-error|\|\| true|vars\./);
  });

  it('is of what serves, and not of what builds and tests', () => {
    const { packages } = JSON.parse(textOf('package-lock.json')) as Lockfile;
    const isReachable = (name: string) => packages[`node_modules/${name}`]?.dev !== true;
    for (const name of ['@nestjs/core', 'fastify', 'pino', 'typeorm', 'bullmq', 'tldts', 'zod'])
      expect([name, isReachable(name)]).toEqual([name, true]);
    for (const name of ['jest', 'eslint', '@nx/jest'])
      expect([name, isReachable(name)]).toEqual([name, false]);
  });
});
