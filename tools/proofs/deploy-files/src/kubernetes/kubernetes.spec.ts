import { faultsOf } from './faults';
import { type Manifest, nameOf, ofKind } from './manifest';
import { deployerManifests, hasKubectl, rendered } from './read-manifests';
import { rulesFaults, scalingRules } from './scaling-rules';
import { typeFaults } from './unknown-fields';

const components = ['service-monitor', 'keda', 'external-secrets'];

const suite = hasKubectl ? describe : describe.skip;
if (!hasKubectl) console.warn('Without kubectl the manifests of Kubernetes are not proved.');

suite('the manifests of Kubernetes', () => {
  const staging = hasKubectl ? rendered('staging') : [];
  const routed = hasKubectl ? rendered('staging', ['gateway']) : [];
  const production = hasKubectl ? rendered('production', components) : [];

  it('are what Kubernetes and the operators know, to the last field', () => {
    const all = [...staging, ...routed, ...production];
    expect(all.length).toBeGreaterThan(40);
    expect(typeFaults([...all, ...deployerManifests()]).flat()).toEqual([]);
  });

  it('fit together, run with the least rights, and stop in time', () => {
    expect(faultsOf(staging)).toEqual([]);
    expect(faultsOf(routed)).toEqual([]);
    expect(faultsOf(production)).toEqual([]);
  });

  it('need no operator in the cluster unless a component is added', () => {
    const groups = rendered('production').map(({ apiVersion }) => apiVersion.split('/')[0]);
    expect(
      groups.filter((group) => /keda|monitoring|external-secrets|gateway/.test(group!)),
    ).toEqual([]);
  });

  it('lead from the Gateway to the api, at the host of their overlay', () => {
    const [route] = ofKind(routed, 'HTTPRoute');
    expect(route!.spec.hostnames).toEqual(['staging.mcp.example.com']);
    const [{ name, port }] = route!.spec.rules[0]!.backendRefs as [{ name: string; port: number }];
    const service = ofKind(routed, 'Service').find(({ metadata }) => metadata.name === name);
    expect(service!.spec.ports).toContainEqual(expect.objectContaining({ port, name: 'http' }));
    const opened = ofKind(routed, 'NetworkPolicy').filter(({ metadata }) =>
      metadata.name.startsWith('ingress-to-'),
    );
    expect(opened).toHaveLength(2);
    expect(JSON.stringify(opened)).not.toContain('ingress-nginx');
  });

  it('stay in the namespace of their overlay', () => {
    const namespaces = (manifests: Manifest[]) =>
      new Set(
        manifests.map(({ kind, metadata: { name, namespace } }) =>
          kind === 'Namespace' ? name : namespace,
        ),
      );
    expect(namespaces(staging)).toEqual(new Set(['mcp-staging']));
    expect(namespaces(production)).toEqual(new Set(['mcp']));
  });

  it('schedule by rules that have the form of their schema, for a Deployment that is there', () => {
    for (const manifests of [staging, production]) {
      const rules = scalingRules(manifests);
      expect(rulesFaults(rules)).toBe('');
      const [{ namespace, deployment, hpa }] = rules.targets as [Record<string, string>];
      const there = manifests.map((one) => `${nameOf(one)} in ${one.metadata.namespace}`);
      expect(there).toContain(`Deployment ${deployment} in ${namespace}`);
      expect(there).toContain(`HorizontalPodAutoscaler ${hpa} in ${namespace}`);
    }
  });
});
