import { damaged } from '../damaged';
import { faultsOf } from './faults';
import { type Manifest, type Of, ofKind } from './manifest';
import { hasKubectl, rendered } from './read-manifests';
import { rulesFaults, scalingRules } from './scaling-rules';
import type { Container, Rule } from './specs';
import { typeFaults } from './unknown-fields';

const suite = hasKubectl ? describe : describe.skip;

suite('manifests of Kubernetes are refused', () => {
  const production = hasKubectl ? rendered('production', ['service-monitor', 'keda']) : [];

  it('with rules of scaling that have a mistyped key', () => {
    const rules = { ...scalingRules(production), dryrun: true };
    expect(rulesFaults(rules)).toContain('must NOT have additional properties');
  });

  const deployment = ofKind(production, 'Deployment')[0]!;

  it('with a mistyped field, a wrong type, or a field of another version', () => {
    const broken = [
      damaged(deployment, (copy) => Object.assign(copy.spec, { progresDeadlineSeconds: 300 })),
      damaged(deployment, (copy) => Object.assign(first(copy), { livenesProbe: {} })),
      damaged(deployment, (copy) => Object.assign(copy.spec, { minReadySeconds: '5' })),
      damaged(ofKind(production, 'HorizontalPodAutoscaler')[0]!, (copy) =>
        Object.assign(copy.spec, { targetCPUUtilizationPercentage: 70 }),
      ),
      damaged(ofKind(production, 'ScaledObject')[0]!, (copy) =>
        Object.assign(copy.spec, { minReplicas: 1 }),
      ),
    ];
    const faults = typeFaults([deployment, ...broken]);
    expect(faults.map((found) => found.length > 0)).toEqual([false, ...broken.map(() => true)]);
    expect(faults[1]!.join()).toContain('progresDeadlineSeconds');
  });

  type Breakage = (copy: Manifest[]) => void;
  const container =
    (change: (container: Container) => void): Breakage =>
    (copy) =>
      change(first(ofKind(copy, 'Deployment')[0]!));

  it.each<[string, Breakage, RegExp]>([
    ['no readiness probe', container((c) => delete c.readinessProbe), /no readinessProbe/],
    [
      'a liveness probe that asks what readiness asks',
      container((c) => (c.livenessProbe!.httpGet!.path = '/health/ready')),
      /livenessProbe asks/,
    ],
    ['the tag latest', container((c) => (c.image = 'mcp/api:latest')), /can be anything/],
    ['no tag', container((c) => (c.image = 'registry:5000/api')), /can be anything/],
    ['no memory limit', container((c) => delete c.resources!.limits), /no memory limit/],
    ['a CPU limit', container((c) => (c.resources!.limits!['cpu'] = '500m')), /throttles/],
    [
      'a root file system that can be written',
      container((c) => delete c.securityContext!.readOnlyRootFilesystem),
      /may write/,
    ],
    [
      'a pause longer than the grace',
      container((c) => (c.lifecycle!.preStop!.sleep!.seconds = 20)),
      /is killed after/,
    ],
    [
      'replicas beside an HPA',
      (copy) => (ofKind(copy, 'Deployment')[0]!.spec.replicas = 3),
      /sets replicas/,
    ],
    [
      'an HPA whose bounds are not those of the rules',
      (copy) => Object.assign(ofKind(copy, 'HorizontalPodAutoscaler')[0]!.spec, { maxReplicas: 9 }),
      /has 2 to 9 replicas, and the rules of scaling 2 to 10/,
    ],
    [
      'a ConfigMap that nobody finds when it is no longer wanted',
      (copy) => {
        const map = copy.find(({ kind }) => kind === 'ConfigMap')!;
        Reflect.deleteProperty(map.metadata, 'labels');
      },
      /has no label app.kubernetes.io\/part-of/,
    ],
    [
      'a selector that selects nothing',
      (copy) => (ofKind(copy, 'Service')[0]!.spec.selector['app.kubernetes.io/name'] = 'mcp'),
      /selects 0 workloads/,
    ],
    [
      'a port that is not there',
      (copy) => (ofKind(copy, 'Service')[0]!.spec.ports[0]!.targetPort = 'htp'),
      /leads to the port htp/,
    ],
    [
      'an opening to a port that is not there',
      (copy) => {
        const open = ofKind(copy, 'NetworkPolicy').find(({ spec }) => spec.ingress !== undefined);
        open!.spec.ingress![0]!.ports![0]!.port = 9999;
      },
      /opens the port 9999/,
    ],
    ['no default denial', (copy) => remove(copy, 'default-deny'), /no NetworkPolicy denies/],
    [
      'no way to the solver of cert-manager',
      (copy) => remove(copy, 'ingress-to-certificate-solver'),
      /solver cannot be reached/,
    ],
    [
      'a way to another port of the solver',
      (copy) => {
        const policy = copy.find(({ metadata }) => metadata.name.endsWith('certificate-solver'));
        (policy as Of<'NetworkPolicy'>).spec.ingress![0]!.ports![0]!.port = 8080;
      },
      /opens the port 8080, which cert-manager's solver has not/,
    ],
    [
      'no way out of the worker to the metrics of the api',
      (copy) => remove(copy, 'worker-to-api'),
      /the worker may not ask/,
    ],
    [
      'no way into the api for the worker',
      (copy) => remove(copy, 'api-from-worker'),
      /the api lets no worker/,
    ],
    [
      'a token for the api',
      (copy) => {
        const pod = ofKind(copy, 'Deployment')[0]!.spec.template.spec;
        pod.automountServiceAccountToken = true;
      },
      /must not have a token/,
    ],
    ['a right over all', role((rule) => delete rule.resourceNames), /opens all/],
    ['the right to delete', role((rule) => rule.verbs.push('delete')), /may delete/],
    ['settings that are not there', (copy) => remove(copy, 'mcp-settings'), /wants the ConfigMap/],
    ['no disruption budget', removeKind('PodDisruptionBudget'), /no disruption budget/],
  ])('with %s', (_, damage, message) => {
    expect(faultsOf(damaged(production, damage)).join('\n')).toMatch(message);
  });
});

function first({ spec }: { spec: { template: { spec: { containers: Container[] } } } }) {
  return spec.template.spec.containers[0]!;
}

function role(change: (rule: Rule) => void) {
  return (copy: Manifest[]) => change(ofKind(copy, 'Role')[0]!.rules![0]!);
}

function remove(copy: Manifest[], name: string): void {
  copy.splice(
    copy.findIndex(({ metadata }) => metadata.name.startsWith(name)),
    1,
  );
}

function removeKind(gone: string) {
  return (copy: Manifest[]) =>
    copy.splice(
      copy.findIndex(({ kind }) => kind === gone),
      1,
    );
}
