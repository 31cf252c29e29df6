import { cloudRunEnvironment } from '@repo/platform/src/platforms/cloud-run/environment-file';
import { renderService } from '@repo/platform/src/platforms/cloud-run/render-service';
import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { join } from 'node:path';
import { appsOn } from '../apps-on';
import { damaged } from '../damaged';
import { literalFaults } from '../literal-faults';
import { workspace } from '../workspace';
import { type Service, serviceFaults } from './cloud-run-faults';

jest.setTimeout(60_000);

const folder = join(workspace, 'deploy/cloud-run');
const type = (name: string) => `import('@googleapis/run/build/v1.js').run_v1.Schema$${name}`;
const image = `us-central1-docker.pkg.dev/example/mcp/api@sha256:${'a'.repeat(64)}`;
const render = (app: string, environment: string) =>
  renderService(
    folder,
    { app, environment, image },
    readEnvironment(folder, environment, cloudRunEnvironment),
  );
const serviceOf = (app: string, environment: string) =>
  render(app, environment).service as unknown as Service;

describe.each(['staging', 'production'])('the manifests of Cloud Run in %s', (environment) => {
  const services = appsOn('cloud-run').map((app) => render(app, environment).service);
  const { migration } = render('api', environment);

  it('have the fields that Cloud Run knows, and nothing left to fill in', () => {
    const faults = literalFaults([
      ...services.map((service): [string, unknown] => [type('Service'), service]),
      [type('Job'), migration],
    ]);
    expect(faults).toEqual([]);
    expect(JSON.stringify([services, migration])).not.toContain('${');
  });

  it('are safe, and stop in time', () => {
    for (const service of services) {
      expect(serviceFaults(service as unknown as Service)).toEqual([]);
    }
  });
});

describe('a broken service of Cloud Run', () => {
  const service = serviceOf('api', 'staging');
  const container = (copy: Service) => copy.spec.template.spec.containers[0]!;

  it('is refused with a field that is not there, or a wrong type', () => {
    const misspelt = damaged(service, (copy) =>
      Object.assign(container(copy).startupProbe!, { failureTreshold: 3 }),
    );
    const wrong = damaged(service, (copy) =>
      Object.assign(copy.spec.template.spec, { timeoutSeconds: '60' }),
    );
    const faults = literalFaults([
      [type('Service'), misspelt],
      [type('Service'), wrong],
    ]).join('\n');
    expect(faults).toContain('failureTreshold');
    expect(faults).toContain(`'string' is not assignable to type 'number'`);
  });

  it.each<[string, (copy: Service) => unknown, string]>([
    ['a tag', (copy) => (container(copy).image = 'api:latest'), 'no digest'],
    [
      'the default account',
      (copy) => delete copy.spec.template.spec.serviceAccountName,
      'default account',
    ],
    [
      'a password in the environment',
      (copy) => container(copy).env.push({ name: 'API_KEY', value: 'x' }),
      'plain sight',
    ],
    [
      'an open door',
      (copy) => (copy.metadata.annotations['run.googleapis.com/invoker-iam-disabled'] = 'true'),
      'open to everybody',
    ],
    [
      'many instances',
      (copy) => (copy.metadata.annotations['run.googleapis.com/maxScale'] = '100'),
      'more than 10',
    ],
    ['no probe', (copy) => delete container(copy).livenessProbe, 'probe is missing'],
    [
      'a probe at another port',
      (copy) => (container(copy).startupProbe!.httpGet!.port = 8001),
      'not there',
    ],
    [
      'a drain that is cut off',
      (copy) => (container(copy).env.find(({ name }) => name === 'SHUTDOWN_GRACE')!.value = '25s'),
      'cut off',
    ],
  ])('is refused with %s', (_, damage, fault) => {
    expect(serviceFaults(damaged(service, (copy) => void damage(copy))).join('\n')).toContain(
      fault,
    );
  });
});
