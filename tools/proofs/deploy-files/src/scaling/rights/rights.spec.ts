import { databaseFeatures } from '@repo/worker/src/database-features';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import { parseRules, type PlatformSettings } from '@repo/scaling';
import {
  FakeApi,
  fakeAzure,
  fakeCloudRun,
  fakeEcs,
  fakeKubernetes,
  selfSigned,
} from '@repo/scaling/testing';
import { join } from 'node:path';
import { isInstalled, synthesized } from '../../aws-infrastructure/synthesized';
import { damaged } from '../../damaged';
import { environments } from '../../environment/deployed';
import { type Manifest, ofKind } from '../../kubernetes/manifest';
import { hasKubectl, rendered } from '../../kubernetes/read-manifests';
import { rulesText } from '../../kubernetes/scaling-rules';
import { textOf, workspace } from '../../workspace';
import { awsRights } from './aws-rights';
import { azureRights } from './azure-rights';
import { googleRights } from './google-rights';
import { kubeconfig } from './kubeconfig';
import { kubernetesRights } from './kubernetes-rights';
import { processRights } from './process-rights';
import { ShippedWorker } from './shipped-worker';
import type { StandIns } from './stand-ins';

const night = '2026-06-03T23:00:00Z';
const noon = '2026-06-04T12:00:00Z';

let database: TestDatabase;
const apis: FakeApi[] = [];
beforeAll(async () => {
  [database] = await Promise.all([
    withTestDatabase({ features: databaseFeatures }),
    ShippedWorker.build(),
  ]);
});
afterEach(async () => {
  await ShippedWorker.killAll();
  await Promise.all(apis.splice(0).map((api) => api.stop()));
});
afterAll(() => database.drop());

async function standIn(...parameters: Parameters<typeof FakeApi.start>): Promise<FakeApi> {
  const api = await FakeApi.start(...parameters);
  apis.push(api);
  return api;
}

/** The only edit that a shipped file needs. */
const live = (rules: string) => rules.replace('dry_run: true', 'dry_run: false');

/** The target of shipped rules, as they are once they are live. */
function targetOf<Platform extends PlatformSettings['platform']>(
  rules: string,
  platform: Platform,
) {
  const [target] = parseRules(live(rules), { now: 0 }).rules!.targets;
  expect(target).toMatchObject({ settings: { platform }, dryRun: false });
  const settings = target!.settings as Extract<PlatformSettings, { platform: Platform }>;
  return { name: target!.name, onHours: target!.onHours, settings };
}

function workerOf(
  rules: string,
  environment: Readonly<Record<string, string>>,
  standIns?: StandIns,
): ShippedWorker {
  return new ShippedWorker(live(rules), { DATABASE_URL: database.url, ...environment }, standIns);
}

/** What runs after a night, and after the morning that follows, by the worker alone. */
async function nightAndMorning(worker: ShippedWorker, target: string, size: () => unknown) {
  const before = size();
  const down = await worker.at(night, target);
  const atNight = size();
  const up = await worker.at(noon, target);
  const after = size();
  return { before, down: down[0], atNight, up: up[0], after };
}

const went = { down: expect.stringMatching(/^scale_down, (done|pending)$/) };
const came = { up: expect.stringMatching(/^scale_up, (done|pending)$/) };

describe.each(environments)('the worker of %s scales with no more than its files grant', (name) => {
  (hasKubectl ? it : it.skip)('on Kubernetes: the Role', async () => {
    const { rights, size, worker, target, state } = await onKubernetes(rendered(name));
    const [replicas, min, max] = size();
    expect(await nightAndMorning(worker, target, size)).toEqual({
      ...{ before: [replicas, min, max], ...went, atNight: [0, min, max] },
      ...{ ...came, after: [replicas, min, max] },
    });
    // Somebody else changes the bounds.
    state.hpa = { minReplicas: 1, maxReplicas: 99 };
    await worker.at(noon, target);
    expect(size()).toEqual([replicas, min, max]);
    expect(rights.unused).toEqual([]);
  });

  (isInstalled ? it : it.skip)('on ECS: the policy of its task role', async () => {
    const files = new EcsFiles(join(workspace, 'deploy/ecs'));
    const { account, region, cluster } = files.environment(name);
    const rules = textOf(`deploy/ecs/scaling/${name}.yaml`);
    const { name: target, settings, onHours } = targetOf(rules, 'ecs');
    const { taskRoleArn } = files.taskDefinition('worker') as { readonly taskRoleArn: string };
    const role = taskRoleArn.split('/').at(-1)!;
    const rights = awsRights(synthesized(name)[0]!, role, account);
    const names = { cluster, service: settings.service, region, account };
    const { answer, service } = fakeEcs(true, names);
    const { min, max } = onHours;
    Object.assign(service, { desired: max - 1, bounds: { min, max } });
    const api = await standIn(rights.enforcedOn(answer));
    const worker = workerOf(rules, {
      ...{ AWS_ENDPOINT_URL: api.url, AWS_REGION: region },
      ...{ AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' },
    });
    const size = () => [service.desired, service.bounds?.min, service.bounds?.max];
    expect(await nightAndMorning(worker, target, size)).toEqual({
      ...{ before: [max - 1, min, max], ...went, atNight: [0, 0, 0] },
      ...{ ...came, after: [max - 1, min, max] },
    });
    expect(rights.unused).toEqual([]);
  });

  it('on Cloud Run: the role that is granted on the service', async () => {
    const rules = textOf(`deploy/cloud-run/scaling/${name}.yaml`);
    const { name: target, settings, onHours } = targetOf(rules, 'cloud-run');
    const rights = googleRights();
    const { project, location, service: id } = settings;
    const { answer, service } = fakeCloudRun(
      'automatic',
      `/v2/projects/${project}/locations/${location}/services/${id}`,
    );
    service.scaling = { minInstanceCount: onHours.min };
    const api = await standIn(rights.enforcedOn(answer));
    const metadata = await standIn(googleMetadata);
    const worker = workerOf(
      rules,
      {
        GCE_METADATA_HOST: new URL(metadata.url).host,
        METADATA_SERVER_DETECTION: 'assume-present',
      },
      { 'https://run.googleapis.com': api.url },
    );
    const size = () => service.scaling['minInstanceCount'] ?? 0;
    expect(await nightAndMorning(worker, target, size)).toEqual({
      ...{ before: onHours.min, ...went, atNight: 0, ...came, after: onHours.min },
    });
    expect(rights.unused).toEqual([]);
  });

  it('on Container Instances: the role that is assigned on the group', async () => {
    const rules = textOf(`deploy/container-instances/scaling/${name}.yaml`);
    const { name: target, settings } = targetOf(rules, 'container-instances');
    const rights = azureRights();
    const { subscription, resource_group, container_group } = settings;
    const { answer, group } = fakeAzure(
      `/subscriptions/${subscription}/resourceGroups/${resource_group}` +
        `/providers/Microsoft.ContainerInstance/containerGroups/${container_group}`,
    );
    const api = await standIn(rights.enforcedOn(answer), selfSigned());
    const identity = await standIn(managedIdentity);
    const worker = workerOf(
      rules,
      { IDENTITY_ENDPOINT: `${identity.url}/msi/token`, IDENTITY_HEADER: 'header' },
      { 'https://management.azure.com': api.url },
    );
    expect(await nightAndMorning(worker, target, () => group.state)).toEqual({
      ...{ before: 'Running', ...went, atNight: 'Stopped', ...came, after: 'Running' },
    });
    expect(rights.unused).toEqual([]);
  });
});

describe('the worker of this machine scales with no more than its files grant', () => {
  it('the processes of the api: the scopes of a token', async () => {
    const rules = textOf('deploy/scaling.yaml');
    const { name: target, settings, onHours } = targetOf(rules, 'process');
    const rights = processRights();
    const state = { workers: onHours.max, poolSize: 10 };
    const answer = ({ method, path, body }: { method: string; path: string; body: object }) => {
      expect(path).toBe(new URL(settings.url).pathname);
      if (method === 'PUT') Object.assign(state, body);
      const { workers, poolSize } = state;
      return { status: 200, body: { workers: { desired: workers, ready: workers }, poolSize } };
    };
    const api = await standIn(rights.enforcedOn(answer));
    const worker = workerOf(rules, {}, { [new URL(settings.url).origin]: api.url });
    const size = () => [state.workers, state.poolSize];
    expect(await nightAndMorning(worker, target, size)).toEqual({
      ...{ before: [onHours.max, 10], ...went, atNight: [1, 2], ...came, after: [onHours.max, 10] },
    });
    expect(rights.unused).toEqual([]);
  });
});

(hasKubectl ? describe : describe.skip)('a worker without one of the rights', () => {
  it('fails with the right that it lacks, and changes nothing', async () => {
    const less = damaged(rendered('production'), (copy) => {
      const [role] = ofKind(copy, 'Role');
      Object.assign(role!, { rules: role!.rules!.slice(1) });
    });
    const { size, worker, target } = await onKubernetes(less);
    const before = size();
    expect(await worker.at(night, target)).toEqual([
      expect.stringMatching(/^none, failed: api: get deployments failed \(ACCESS_DENIED\)/),
    ]);
    expect(size()).toEqual(before);
  });

  it('is told what nobody needs', () => {
    const more = damaged(rendered('production'), (copy) => {
      ofKind(copy, 'Role')[0]!.rules![0]!.verbs.push('list');
    });
    expect(kubernetesRights(more).unused).toContain('list apps/deployments mcp/mcp-server');
  });
});

async function onKubernetes(manifests: readonly Manifest[]) {
  const rules = rulesText(manifests);
  const { name: target, settings } = targetOf(rules, 'kubernetes');
  const rights = kubernetesRights(manifests);
  const { answer, state } = fakeKubernetes(true, settings);
  const [hpa] = ofKind(manifests, 'HorizontalPodAutoscaler');
  const { minReplicas, maxReplicas } = hpa!.spec;
  Object.assign(state, { replicas: maxReplicas - 1, hpa: { minReplicas, maxReplicas } });
  const api = await standIn(rights.enforcedOn(answer));
  const worker = workerOf(rules, { KUBECONFIG: kubeconfig(api.url) });
  const size = () => [state.replicas, state.hpa?.minReplicas, state.hpa?.maxReplicas];
  return { rights, size, worker, target, state };
}

/** Of Google, wherever its services run. */
const googleMetadata = ({ path }: { readonly path: string }) => ({
  status: 200,
  headers: { 'metadata-flavor': 'Google' },
  body: path.endsWith('/token')
    ? { access_token: 'token', expires_in: 3600, token_type: 'Bearer' }
    : {},
});

/** Of Azure, as its apps find it. */
const managedIdentity = () => ({
  status: 200,
  body: {
    ...{ access_token: 'token', token_type: 'Bearer', client_id: 'id' },
    ...{ expires_on: '4102444800', resource: 'https://management.azure.com/' },
  },
});
