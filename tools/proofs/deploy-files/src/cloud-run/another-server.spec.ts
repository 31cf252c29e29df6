import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { cloudRunEnvironment } from '@repo/platform/src/platforms/cloud-run/environment-file';
import { renderService } from '@repo/platform/src/platforms/cloud-run/render-service';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ANOTHER, withAnotherServer } from '../another-server';
import { environments } from '../environment/deployed';
import { literalFaults } from '../literal-faults';
import { type Service, serviceFaults } from './cloud-run-faults';

jest.setTimeout(60_000);

const TYPE = `import('@googleapis/run/build/v1.js').run_v1.Schema$Service`;
const image = `us-central1-docker.pkg.dev/example/mcp/another@sha256:${'a'.repeat(64)}`;

let folder: string;
let root: string;
beforeAll(() => {
  root = withAnotherServer('cloud-run');
  folder = join(root, 'deploy/cloud-run');
});
afterAll(() => rmSync(root, { recursive: true }));

describe.each(environments)('another server on Cloud Run, in %s', (environment) => {
  const settings = () => readEnvironment(folder, environment, cloudRunEnvironment);
  const render = (app: string) => renderService(folder, { app, environment, image }, settings());

  it('has the fields that Cloud Run knows, is safe, and stops in time', () => {
    const { service, migration } = render(ANOTHER);
    expect(literalFaults([[TYPE, service]])).toEqual([]);
    expect(serviceFaults(service as unknown as Service)).toEqual([]);
    expect(migration).toBeUndefined();
  });

  it('is a service of its own, at a host of its own', () => {
    const { service } = render(ANOTHER);
    const { env, name } = (service as unknown as Service).spec.template.spec.containers[0]!;
    const host = `${ANOTHER}.${settings().domain}`;
    expect([service.metadata.name, name]).toEqual([`mcp-server-${ANOTHER}`, ANOTHER]);
    expect(env).toContainEqual({ name: 'PUBLIC_URL', value: `https://${host}` });
    expect(env).toContainEqual({ name: 'ALLOWED_HOSTS', value: host });
  });

  it('is refused where the environment does not say its host', () => {
    const without = { ...settings(), servers: {} };
    const broken = () => renderService(folder, { app: ANOTHER, environment, image }, without);
    expect(broken).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
