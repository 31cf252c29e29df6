import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { damaged } from '../damaged';
import { complaints, complaintsOf, isInstalled } from '../run-tool';
import { textOf, workspace } from '../workspace';
import { composeFaults } from './compose-faults';
import { type ComposeFile, parseCompose } from './compose-file';

const proofs = join(__dirname, '../..');
const lint = (file: string) =>
  complaints(
    'node',
    join(proofs, 'node_modules/dclint/bin/dclint.cjs'),
    ...['--config', join(proofs, 'dclint.yaml'), '--max-warnings', '0', file],
  );

describe('docker-compose.yml', () => {
  const text = textOf('docker-compose.yml');
  const compose = parseCompose(text);

  it('has no key that Compose does not know', () => {
    expect(lint('docker-compose.yml')).toBe('');
  });

  it('gives each service the least rights, a limit and a health, and opens it to this machine alone', () => {
    expect(composeFaults(compose)).toEqual([]);
  });

  it('brings the schema up to date before the api and the worker start', () => {
    for (const name of ['api', 'worker']) {
      const condition = compose.services[name]?.depends_on?.['migrate']?.condition;
      expect(condition).toBe('service_completed_successfully');
    }
  });

  const itWithCompose = isInstalled('docker', 'compose', 'version') ? it : it.skip;
  itWithCompose('is taken by Compose itself', () => {
    const profiles = ['--profile', 'dev', '--profile', 'monitoring'];
    expect(complaints('docker', 'compose', ...profiles, 'config', '--quiet')).toBe('');
  });

  const itWithDebians = isInstalled('docker-compose', 'version') ? it : it.skip;
  itWithDebians('is taken by Compose 1.29, but for the keys that it lacks', () => {
    const known = execFileSync(
      'node',
      ['tools/proofs/images/compose-file.mjs', workspace, '8000', 'node', 'debian'],
      { cwd: workspace, encoding: 'utf8' },
    );
    const config = (file: string) => complaints('docker-compose', '--file', file, 'config', '-q');
    expect(complaintsOf(known, 'compose.json', config)).toBe('');
    const broken = known.replaceAll('"migrate":{"condition"', '"migrated":{"condition"');
    expect(complaintsOf(broken, 'compose.json', config)).toContain('migrated');
  });

  describe('is refused', () => {
    it.each([
      ['a mistyped key', 'read_only: true', 'readonly: true'],
      ['a wrong type', 'shm_size: 128m', 'shm_size: [128m]'],
      ['a key of a health check that is not there', 'start_interval: 1s', 'start_intervall: 1s'],
    ])('with %s', (_, found, broken) => {
      expect(text).toContain(found);
      const copy = text.replace(found, broken);
      expect(complaintsOf(copy, 'docker-compose.yml', lint)).not.toBe('');
    });

    it.each<[string, (copy: ComposeFile) => void, RegExp]>([
      [
        'a port for everybody',
        ({ services }) => (services['api']!.ports = ['8000:8000']),
        /api opens/,
      ],
      ['the tag latest', ({ services }) => (services['redis']!.image = 'redis:latest'), /anything/],
      [
        'a root that can be written',
        ({ services }) => delete services['worker']!.read_only,
        /write/,
      ],
      ['capabilities', ({ services }) => delete services['postgres']!.cap_drop, /capabilities/],
      ['no memory limit', ({ services }) => delete services['grafana']!.deploy, /memory/],
      ['no health', ({ services }) => delete services['redis']!.healthcheck, /no health check/],
      [
        'a wait for the end of what never ends',
        ({ services }) => (services['api']!.depends_on!['redis']!.condition = 'service_started'),
        /api waits for redis/,
      ],
      [
        'a mount of what is not there',
        ({ services }) => services['api']!.volumes!.push('./deploy/gone.yaml:/gone.yaml'),
        /mounts .*gone/,
      ],
    ])('with %s', (_, damage, message) => {
      expect(composeFaults(damaged(compose, damage)).join('\n')).toMatch(message);
    });
  });
});
