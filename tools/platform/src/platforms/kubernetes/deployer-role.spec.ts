import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { FakeClock } from '../../deploy/testing/fake-clock';
import { FakeKubernetes } from '../../deploy/testing/kubernetes/fake-kubernetes';
import { Rights, type RightsRule } from '../../deploy/testing/kubernetes/rights';
import { runDeploy } from '../../deploy/testing/run-deploy';
import { workspaceRoot } from '../../workspace-root';
import { KubernetesApi } from './kubernetes-api';
import { KubernetesPlatform } from './kubernetes.platform';

const imageOf = (app: string, letter: string) =>
  `registry.example.com/mcp/${app}@sha256:${letter.repeat(64)}`;

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;
const suite = hasKubectl ? describe : describe.skip;
if (!hasKubectl) console.warn('Without kubectl the rights of the deployer are not proved.');

const rendered = (folder: string) =>
  execFileSync('kubectl', [
    'kustomize',
    join(workspaceRoot, 'deploy/kubernetes', folder),
  ]).toString();

suite('the Role of deploy/kubernetes/deployer', () => {
  const manifests = hasKubectl ? rendered('overlays/staging') : '';
  const rules = (
    hasKubectl ? parseAllDocuments(rendered('deployer')).map((one) => one.toJS() as Role) : []
  ).find(({ kind }) => kind === 'Role')!.rules;
  let cluster: FakeKubernetes;
  let rights: Rights;

  beforeEach(async () => {
    cluster = await FakeKubernetes.start();
    rights = new Rights(rules);
    cluster.accounts.set('token', rights);
    const namespace = { kind: 'Namespace', metadata: { name: 'mcp-staging' } };
    cluster.objects.set(NAMESPACE, namespace);
  });
  afterEach(() => cluster.stop());

  const run = async (app: string, letter: string, given = manifests) => {
    const clock = new FakeClock();
    const api = await KubernetesApi.load({ kubeconfig: cluster.kubeconfig, clock });
    const platform = new KubernetesPlatform(() => Promise.resolve(given), api, clock);
    return runDeploy(platform, { app, image: imageOf(app, letter) }, { clock });
  };

  it('is all that a deploy needs on good and bad days, and each of its rights is needed', async () => {
    // Of every kind one that no manifest declares afterwards.
    await run('api', 'a', manifests + OLD);
    await run('worker', 'a');
    await run('api', 'a');
    // A deploy that was killed.
    cluster.objects.set(LEASE, deadLease);
    // A migration that failed, and is begun anew.
    cluster.migrationSucceeds = false;
    await expect(run('api', 'b')).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    cluster.migrationSucceeds = true;
    await run('api', 'b');
    // Pods that do not come up, and their logs.
    cluster.brokenImages.add(imageOf('api', 'c'));
    cluster.objects.set(`${NAMESPACE}/pods/new`, brokenPod(imageOf('api', 'c')));
    await expect(run('api', 'c')).rejects.toMatchObject({ code: 'ROLLED_BACK' });

    expect(rights.refused).toEqual([]);
    const given = rules.flatMap(({ resources, verbs }) =>
      resources.flatMap((resource) => verbs.map((verb) => `${verb} ${resource}`)),
    );
    expect(given.filter((one) => !rights.used.has(one))).toEqual([]);
  });

  it.each<[string, string]>([
    ['deployments', 'patch'],
    ['jobs', 'create'],
    ['leases', 'create'],
    ['configmaps', 'list'],
    // Which it would give to the worker.
    ['deployments/scale', 'patch'],
  ])('ends a deploy with its own exit code where %s lack %s', async (resource, verb) => {
    await run('api', 'a');
    rights.rules = rules.map((rule) =>
      rule.resources.includes(resource)
        ? { ...rule, verbs: rule.verbs.filter((one) => one !== verb) }
        : rule,
    );

    const app = resource === 'deployments/scale' ? 'worker' : 'api';
    await expect(run(app, 'b')).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringContaining('docs/deploy/kubernetes.md'),
    });
    expect(rights.refused).toContain(`${verb} ${resource}`);
    const [newest] = cluster.replicaSets('mcp-server');
    expect(newest.spec.template.spec.containers[0].image).toBe(imageOf('api', 'a'));
  });

  it('gives nothing beyond the namespace, no Secret, and no way into a pod', () => {
    const resources = new Set(rules.flatMap((rule) => rule.resources));
    expect([...resources].filter((one) => /secrets|exec|attach|portforward|\*/.test(one))).toEqual(
      [],
    );
    expect(rules.flatMap(({ verbs }) => verbs)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/escalate|bind|impersonate|\*/)]),
    );
  });
});

interface Role {
  readonly kind: string;
  readonly rules: readonly RightsRule[];
}

const NAMESPACE = '/api/v1/namespaces/mcp-staging';
const LEASE = '/apis/coordination.k8s.io/v1/namespaces/mcp-staging/leases/deploy-mcp-server';
const deadLease = {
  kind: 'Lease',
  metadata: { name: 'deploy-mcp-server', resourceVersion: '0' },
  spec: { holderIdentity: 'dead', renewTime: '2026-01-01T00:00:00Z', leaseDurationSeconds: 90 },
};

/** One object of each kind that a deploy prunes. */
const OLD = Object.entries({
  ConfigMap: 'v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Ingress: 'networking.k8s.io/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Role: 'rbac.authorization.k8s.io/v1',
})
  .map(([kind, apiVersion]) => {
    const labels = { 'app.kubernetes.io/part-of': 'mcp-platform' };
    const metadata = { name: 'old', namespace: 'mcp-staging', labels };
    return `---\n${JSON.stringify({ apiVersion, kind, metadata })}\n`;
  })
  .join('');

const brokenPod = (image: string) => ({
  kind: 'Pod',
  metadata: { name: 'new', labels: { 'app.kubernetes.io/name': 'mcp-server' } },
  spec: { containers: [{ image }] },
  status: { containerStatuses: [{ ready: false }] },
});
