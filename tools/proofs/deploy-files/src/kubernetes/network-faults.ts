import { labelsOf, type Manifest, nameOf, type Of, ofKind, portsOf, workloads } from './manifest';
import { matches } from './matches';
import type { Labels, Opening, Selector } from './specs';

type Policy = Of<'NetworkPolicy'>;

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
}

/** What the openings lead to: the pods of our workloads, and those that operators make here. */
interface Target {
  readonly name: string;
  readonly labels: Labels;
  readonly ports: readonly string[];
}

/** @see https://cert-manager.io/docs/configuration/acme/http01/ */
const certificateSolver: Target = {
  name: "cert-manager's solver",
  labels: { 'acme.cert-manager.io/http01-solver': 'true' },
  ports: ['8089'],
};

/** Nothing is open that is not named, and every opening leads to a port that is there. */
export function networkFaults(manifests: readonly Manifest[]): string[] {
  const policies = ofKind(manifests, 'NetworkPolicy');
  const denied = policies.some((policy) => deniesAll(policy));
  return [
    ...(denied ? [] : ['no NetworkPolicy denies what is not named']),
    ...policies.flatMap((policy) => [...tooWide(policy), ...leadingNowhere(policy, manifests)]),
    ...solverFaults(manifests, policies),
    ...demandFaults(manifests, policies),
  ];
}

/** Without it a default denial keeps the first certificate, and each renewal, from coming. */
function solverFaults(manifests: readonly Manifest[], policies: readonly Policy[]): string[] {
  const wanted = ofKind(manifests, 'Ingress').some(({ metadata: { annotations = {} } }) =>
    Object.keys(annotations).some((name) => name.startsWith('cert-manager.io/')),
  );
  const { labels, ports } = certificateSolver;
  const opened = policies
    .filter(({ spec }) => matches(spec.podSelector, labels))
    .flatMap(({ spec: { ingress = [] } }) => ingress.flatMap((rule) => rule.ports ?? []));
  if (!wanted || opened.some(({ port }) => ports.includes(String(port)))) return [];
  return ["cert-manager's solver cannot be reached on port 8089"];
}

/** A worker that cannot ask the api whether it still works takes it down in the middle of a call. */
function demandFaults(manifests: readonly Manifest[], policies: readonly Policy[]): string[] {
  const [worker, api] = ['mcp-worker', 'mcp-server'].map((name) =>
    ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === name),
  );
  if (worker === undefined || api === undefined) return ['there is no api, or no worker'];
  const opens = (peers: unknown, { ports = [] }: Opening, other: Labels) =>
    ports.some(({ port }) => port === 'metrics') &&
    ((peers ?? []) as Peer[]).some(
      ({ podSelector, namespaceSelector }) =>
        podSelector !== undefined && namespaceSelector === undefined && matches(podSelector, other),
    );
  const of = (pods: Labels) => policies.filter(({ spec }) => matches(spec.podSelector, pods));
  const [from, to] = [labelsOf(worker), labelsOf(api)];
  const leaves = of(from).some(({ spec: { egress = [] } }) =>
    egress.some((rule) => opens(rule.to, rule, to)),
  );
  const enters = of(to).some(({ spec: { ingress = [] } }) =>
    ingress.some((rule) => opens(rule.from, rule, from)),
  );
  return [
    ...(leaves ? [] : ['the worker may not ask the api for its metrics']),
    ...(enters ? [] : ['the api lets no worker ask for its metrics']),
  ];
}

function deniesAll({ spec: { podSelector, policyTypes, ingress, egress } }: Policy): boolean {
  const everyPod = Object.keys(podSelector).length === 0;
  return everyPod && policyTypes.length === 2 && ingress === undefined && egress === undefined;
}

function tooWide(policy: Policy): string[] {
  const { ingress = [], egress = [] } = policy.spec;
  return [...ingress, ...egress].flatMap(({ from = [], to = [], ports = [] }) => [
    ...(from.length + to.length > 0 ? [] : [`${nameOf(policy)} opens to everybody`]),
    ...(ports.length > 0 ? [] : [`${nameOf(policy)} opens every port`]),
  ]);
}

function leadingNowhere(policy: Policy, manifests: readonly Manifest[]): string[] {
  const { podSelector, ingress = [] } = policy.spec;
  const pods = targets(manifests).filter(({ labels }) => matches(podSelector, labels));
  if (pods.length === 0) return [`${nameOf(policy)} selects no pod`];
  return ingress
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ port }) =>
      pods
        .filter(({ ports }) => !ports.includes(String(port)))
        .map(({ name }) => `${nameOf(policy)} opens the port ${port}, which ${name} has not`),
    );
}

const targets = (manifests: readonly Manifest[]): Target[] => [
  ...workloads(manifests).map((workload) => ({
    ...{ name: nameOf(workload), labels: labelsOf(workload), ports: portsOf(workload) },
  })),
  certificateSolver,
];
