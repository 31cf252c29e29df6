import { deploy, type DeployOptions } from '../../deploy/deploy';
import { Progress } from '../../deploy/report/progress';
import { FakeClock } from '../../deploy/testing/fake-clock';
import { FakeKubernetes } from '../../deploy/testing/fake-kubernetes';
import { KubernetesApi } from './kubernetes-api';
import { KubernetesPlatform } from './kubernetes.platform';

const imageOf = (letter: string) => `registry.example.com/mcp/api@sha256:${letter.repeat(64)}`;
const lease = '/apis/coordination.k8s.io/v1/namespaces/mcp/leases/deploy-mcp-server';

const manifests = `
apiVersion: v1
kind: Namespace
metadata: { name: mcp }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: mcp-settings, namespace: mcp, labels: { deploy-phase: prepare } }
---
apiVersion: batch/v1
kind: Job
metadata: { name: mcp-migrate, namespace: mcp, labels: { deploy-phase: prepare } }
spec: { template: { spec: { containers: [{ name: migrate, image: REGISTRY/api:unreleased }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: mcp-server, namespace: mcp }
spec:
  replicas: 1
  selector: { matchLabels: { app.kubernetes.io/name: mcp-server } }
  template: { spec: { containers: [{ name: api, image: REGISTRY/api:unreleased }] } }
---
apiVersion: v1
kind: Service
metadata: { name: mcp-server, namespace: mcp }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: mcp-worker, namespace: mcp }
spec: { template: { spec: { containers: [{ name: worker, image: REGISTRY/worker:unreleased }] } } }
---
apiVersion: v1
kind: Service
metadata: { name: mcp-worker, namespace: mcp }
`;

describe('a deploy to Kubernetes', () => {
  let cluster: FakeKubernetes;
  let clock: FakeClock;
  let lines: string[];

  beforeEach(async () => {
    cluster = await FakeKubernetes.start();
    clock = new FakeClock();
    lines = [];
  });
  afterEach(() => cluster.stop());

  const run = async (letter: string, options: Partial<DeployOptions> = {}) => {
    const api = await KubernetesApi.load(cluster.kubeconfig);
    const platform = new KubernetesPlatform(() => Promise.resolve(manifests), api, clock);
    const release = { app: 'api', environment: 'staging', image: imageOf(letter) };
    return deploy(platform, release, {
      ...{ holder: 'this-run', clock, signal: new AbortController().signal },
      progress: new Progress({ write: (text) => lines.push(text) }, clock),
      ...options,
    });
  };
  const runningImage = () =>
    cluster.object('mcp-server').spec.template.spec.containers[0].image as string;

  it('makes everything in an empty cluster, the migration before the new version', async () => {
    await expect(run('a')).resolves.toBe('deployed');

    expect(cluster.changes()).toEqual([
      'PATCH namespaces/mcp',
      'POST mcp/leases',
      'PATCH namespaces/mcp',
      'PATCH configmaps/mcp-settings',
      `PATCH jobs/mcp-migrate-${'a'.repeat(12)}`,
      'PATCH deployments/mcp-server',
      'PATCH services/mcp-server',
      'DELETE leases/deploy-mcp-server',
    ]);
    expect(runningImage()).toBe(imageOf('a'));
    expect(cluster.object('mcp-worker')).toBeUndefined();
  });

  it('does nothing when the release already runs', async () => {
    await run('a');
    cluster.calls.length = 0;

    await expect(run('a')).resolves.toBe('unchanged');
    expect(cluster.changes()).toEqual([]);
  });

  it('shows what a dry run would change, and changes nothing', async () => {
    await run('a');
    cluster.calls.length = 0;

    await expect(run('b', { dryRun: true })).resolves.toBe('planned');

    expect(cluster.changes()).toEqual([]);
    expect(lines.join('')).toContain(`image: "${imageOf('a')}" → "${imageOf('b')}"`);
  });

  it('goes back to the former pods when the new ones do not come up', async () => {
    await run('a');
    cluster.comesUp = false;
    cluster.objects.set('/api/v1/namespaces/mcp/pods/new', {
      metadata: { name: 'new' },
      spec: { containers: [{ image: imageOf('b') }] },
      status: {
        containerStatuses: [{ ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
      },
    });

    await expect(run('b')).rejects.toMatchObject({
      code: 'ROLLED_BACK',
      message: expect.stringContaining('has timed out progressing'),
      details: ['Pod new: CrashLoopBackOff', '  | no such table'],
    });
    expect(runningImage()).toBe(imageOf('a'));
    expect(cluster.objects.has(lease)).toBe(false);
  });

  it('leaves the old version alone when the migration fails, and begins it anew', async () => {
    await run('a');
    cluster.migrationSucceeds = false;

    await expect(run('b')).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    expect(runningImage()).toBe(imageOf('a'));

    cluster.migrationSucceeds = true;
    await expect(run('b')).resolves.toBe('deployed');
    expect(cluster.changes()).toContain(`DELETE jobs/mcp-migrate-${'b'.repeat(12)}`);
  });

  it('names who owns a field that the manifests set', async () => {
    await run('a');
    cluster.owned.add('Service');

    await expect(run('b')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('conflict with "kubectl-edit"'),
    });
  });

  it('says what to do when the cluster does not take the credentials', async () => {
    cluster.unauthorized = true;

    await expect(run('a')).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('Sign in again'),
    });
  });

  it('is refused while another one runs, and takes the place of one that died', async () => {
    const renewTime = new Date(clock.now()).toISOString();
    const spec = { holderIdentity: 'other-run', renewTime, leaseDurationSeconds: 90 };
    cluster.objects.set(lease, {
      metadata: { name: 'deploy-mcp-server', resourceVersion: '0' },
      spec,
    });

    await expect(run('a')).rejects.toMatchObject({
      code: 'BUSY',
      message: expect.stringContaining('other-run'),
    });
    expect(cluster.changes()).toEqual([]);

    await clock.pause(91_000);
    await expect(run('a')).resolves.toBe('deployed');
  });

  it('waits for the roll-out that a run which was cut off began', async () => {
    await run('a');
    const deployment = cluster.object('mcp-server');
    deployment.metadata.generation += 1;
    cluster.calls.length = 0;

    await expect(run('a')).resolves.toMatch(/deployed|unchanged/);

    expect(cluster.changes().filter((call) => call.startsWith('PATCH deployments'))).toEqual([]);
  });
});
