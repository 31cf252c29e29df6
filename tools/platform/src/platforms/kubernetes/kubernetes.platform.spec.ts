import { deploy, type DeployOptions } from '../../deploy/deploy';
import { DeployError } from '../../deploy/deploy.error';
import { Progress } from '../../deploy/report/progress';
import { FakeClock } from '../../deploy/testing/fake-clock';
import { FakeKubernetes } from '../../deploy/testing/kubernetes/fake-kubernetes';
import type { WireAnswer } from '../../deploy/testing/wire-server';
import { organization } from '../../identity';
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
metadata:
  name: mcp-settings
  namespace: mcp
  labels: { deploy-phase: prepare, app.kubernetes.io/part-of: mcp-platform }
---
apiVersion: batch/v1
kind: Job
metadata: { name: mcp-migrate, namespace: mcp, labels: { deploy-phase: prepare } }
spec: { template: { spec: { containers: [{ name: migrate, image: REGISTRY/api:unreleased }] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: mcp-server
  namespace: mcp
  labels: { app.kubernetes.io/part-of: mcp-platform }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: mcp-server } }
  template:
    metadata: { labels: { app.kubernetes.io/name: mcp-server } }
    spec:
      containers:
        - name: api
          image: REGISTRY/api:unreleased
          envFrom: [{ configMapRef: { name: mcp-settings } }]
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
  /** What comes instead of an answer; it decides whether the call is carried out. */
  let lost: (call: string, carryOut: () => WireAnswer) => WireAnswer | undefined;

  beforeEach(async () => {
    lost = () => undefined;
    cluster = await FakeKubernetes.start((answer) => (request) => {
      const call = `${request.method} ${request.url.pathname}`;
      const isDryRun = request.url.searchParams.has('dryRun');
      return (isDryRun ? undefined : lost(call, () => answer(request))) ?? answer(request);
    });
    clock = new FakeClock();
    lines = [];
  });
  afterEach(() => cluster.stop());

  const run = async (
    letter: string,
    {
      given = manifests,
      forceConflicts = false,
      ...options
    }: Partial<DeployOptions> & { given?: string; forceConflicts?: boolean } = {},
  ) => {
    const loaded = await KubernetesApi.load({
      kubeconfig: cluster.kubeconfig,
      clock,
      forceConflicts,
      requestTimeoutMs: 200,
    });
    const platform = new KubernetesPlatform(() => Promise.resolve(given), loaded, clock);
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
      kind: 'Pod',
      metadata: { name: 'new', labels: { 'app.kubernetes.io/name': 'mcp-server' } },
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
    cluster.conflicts.set('Service', [{ manager: 'kubectl-edit', field: '.spec.type' }]);

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

  describe('of fields and objects that others own', () => {
    it('takes its own fields back after `kubectl rollout undo`', async () => {
      await run('a');
      await run('b');
      cluster.undo('mcp-server');
      expect(runningImage()).toBe(imageOf('a'));

      await expect(run('b')).resolves.toBe('deployed');
      expect(runningImage()).toBe(imageOf('b'));
    });

    it('takes the fields of others when it is told to', async () => {
      await run('a');
      cluster.conflicts.set('Service', [{ manager: 'kubectl-edit', field: '.spec.type' }]);

      await expect(run('b')).rejects.toMatchObject({
        message: expect.stringContaining('--force-conflicts'),
      });
      await expect(run('b', { forceConflicts: true })).resolves.toBe('deployed');
    });

    it('leaves alone what kubectl set elsewhere than in the pods', async () => {
      await run('a');
      cluster.conflicts.set('Deployment', [{ manager: 'kubectl', field: '.spec.paused' }]);
      await expect(run('b')).rejects.toMatchObject({ code: 'USAGE' });
    });
  });

  describe('of what is declared no more', () => {
    const settings = (letter: string) =>
      manifests.replaceAll('mcp-settings', `mcp-settings-${letter}`);
    const names = (kind: string) =>
      [...cluster.objects.values()]
        .filter((object) => object.kind === kind)
        .map(({ metadata }) => metadata.name as string)
        .sort();
    const labels = { 'app.kubernetes.io/part-of': 'mcp-platform' };
    const ours = [{ manager: `${organization}-deploy` }];

    it('removes settings that neither the pods that run nor those before them name', async () => {
      await run('a', { given: settings('a') });
      await run('b', { given: settings('b') });
      expect(names('ConfigMap')).toEqual(['mcp-settings-a', 'mcp-settings-b']);

      await run('c', { given: settings('c') });
      expect(names('ConfigMap')).toEqual(['mcp-settings-b', 'mcp-settings-c']);
      await expect(run('c', { given: settings('c') })).resolves.toBe('unchanged');
    });

    it('removes a Service and shows it before, though nothing else changed', async () => {
      const extra = `---
apiVersion: v1
kind: Service
metadata: { name: mcp-extra, namespace: mcp, labels: { app.kubernetes.io/part-of: mcp-platform } }
`;
      await run('a', { given: manifests + extra });
      expect(names('Service')).toContain('mcp-extra');

      await run('a', { dryRun: true });
      expect(lines.join('')).toContain('delete Service mcp-extra');
      await expect(run('a')).resolves.toBe('deployed');
      expect(names('Service')).toEqual(['mcp-server']);
      expect(lines.join('')).toContain('Service mcp-extra: declared no more');
    });

    it("leaves others' objects, data, secrets, namespaces and another app's alone", async () => {
      await run('a');
      const others = [
        ['/api/v1/namespaces/mcp/services/by-hand', 'Service', [{ manager: 'kubectl' }]],
        ['/api/v1/namespaces/mcp/services/mcp-worker', 'Service', ours],
        ['/api/v1/namespaces/mcp/secrets/s', 'Secret', ours],
        ['/api/v1/namespaces/mcp/persistentvolumeclaims/p', 'PersistentVolumeClaim', ours],
        ['/api/v1/namespaces/n', 'Namespace', ours],
      ] as const;
      for (const [path, kind, managedFields] of others) {
        const metadata = { name: path.split('/').at(-1), labels, managedFields };
        cluster.objects.set(path, { kind, metadata });
      }
      const withoutService = manifests.split('\n---\n').slice(0, -1).join('\n---\n');

      await run('b', { given: withoutService });
      expect(others.every(([path]) => cluster.objects.has(path))).toBe(true);
    });

    it('does not go back when it may not remove: what should run, runs', async () => {
      await run('a', { given: settings('a') });
      await run('b', { given: settings('b') });
      lost = (call) => (call.startsWith('DELETE /api/v1') ? forbidden : undefined);

      await expect(run('c', { given: settings('c') })).rejects.toMatchObject({ exitCode: 4 });
      expect(runningImage()).toBe(imageOf('c'));
    });
  });

  const answer = (status: number): WireAnswer => ({ status, body: { message: 'oops' } });
  const forbidden = answer(403);
  const silent: WireAnswer = { status: 0, body: '', lost: 'never' };

  describe('when the cluster has a bad day', () => {
    const deploymentCall = /^(GET|PATCH) .*\/deployments\/mcp-server$/;

    it.each<[string, WireAnswer]>([
      ['fails', answer(503)],
      ['throttles', answer(429)],
      ['does not answer', silent],
      ['breaks the connection', { status: 0, body: '', lost: 'before' }],
      ['breaks the connection in the answer', { status: 200, body: '{"a":1}', lost: 'within' }],
    ])('goes on when it %s', async (_, fault) => {
      await run('a');
      let calls = 0;
      lost = (call) =>
        deploymentCall.test(call) && ++calls % 2 === 0 && calls < 8 ? fault : undefined;

      await expect(run('b')).resolves.toBe('deployed');
      expect(runningImage()).toBe(imageOf('b'));
    });

    it('ends when no answer ever comes', async () => {
      lost = () => silent;
      await expect(run('a')).rejects.toMatchObject({ code: 'FAILED' });
    });

    it('takes a lock that it has written though the answer was lost', async () => {
      let first = true;
      lost = (call, carryOut) => {
        if (!/^POST .*\/leases$/.test(call) || !first) return undefined;
        first = false;
        carryOut();
        return answer(500);
      };

      await expect(run('a')).resolves.toBe('deployed');
      expect(cluster.objects.has(lease)).toBe(false);
    });

    it.each(['GET', 'PATCH'])('has one exit code for a missing right to %s', async (method) => {
      await run('a');
      lost = (call) =>
        call.startsWith(method) && call.endsWith('/deployments/mcp-server') ? forbidden : undefined;

      await expect(run('b')).rejects.toMatchObject({ exitCode: 4 });
      expect(runningImage()).toBe(imageOf('a'));
    });

    it('is stopped at once in the middle of a call that nobody answers', async () => {
      await run('a');
      const stop = new AbortController();
      lost = (call) => {
        if (call !== 'PATCH /apis/apps/v1/namespaces/mcp/deployments/mcp-server') return undefined;
        stop.abort(new DeployError('STOPPED', 'Told to stop by SIGTERM.'));
        return silent;
      };

      await expect(run('b', { signal: stop.signal })).rejects.toMatchObject({
        code: 'STOPPED',
        message: expect.stringContaining('Done: look at what runs, migrate the database.'),
      });
      expect(runningImage()).toBe(imageOf('a'));
      expect(cluster.objects.has(lease)).toBe(false);
    });

    it('goes back to pods that were available, not to those of a roll-out that never ended', async () => {
      await run('a');
      cluster.brokenImages.add(imageOf('b')).add(imageOf('c'));
      const stop = new AbortController();
      lost = (call, carryOut) => {
        if (!/^PATCH .*\/deployments\//.test(call)) return undefined;
        const carriedOut = carryOut();
        stop.abort(new DeployError('STOPPED', 'Told to stop by SIGTERM.'));
        return carriedOut;
      };
      await expect(run('b', { signal: stop.signal })).rejects.toMatchObject({ code: 'STOPPED' });
      lost = () => undefined;

      await expect(run('c')).rejects.toMatchObject({ code: 'ROLLED_BACK' });
      expect(runningImage()).toBe(imageOf('a'));
    });
  });

  describe('to a Deployment that is scaled to nothing', () => {
    beforeEach(async () => {
      await run('a');
      cluster.object('mcp-server').spec.replicas = 0;
      await run('a');
      cluster.calls.length = 0;
    });
    const verify = () => Promise.reject(new Error('503: there are no pods'));
    const job = `mcp-server-start-${'b'.repeat(12)}`;

    it('proves by one pod that the release starts, asks nobody, and leaves it at nothing', async () => {
      await expect(run('b', { verify })).resolves.toBe('deployed');

      const changes = cluster.changes();
      expect(changes).toContain(`PATCH jobs/${job}`);
      expect(changes.indexOf(`DELETE jobs/${job}`)).toBeLessThan(
        changes.indexOf('PATCH deployments/mcp-server'),
      );
      expect(cluster.object('mcp-server').spec.replicas).toBe(0);
      expect(cluster.object(job)).toBeUndefined();
      expect(runningImage()).toBe(imageOf('b'));
    });

    it('does not roll out what does not start', async () => {
      cluster.brokenImages.add(imageOf('b'));

      await expect(run('b', { verify })).rejects.toMatchObject({
        code: 'ROLLED_BACK',
        message: expect.stringContaining('did not start'),
        details: expect.arrayContaining(['  | no such table']),
      });
      expect(runningImage()).toBe(imageOf('a'));
      expect(cluster.object(job)).toBeUndefined();
    });
  });
});
