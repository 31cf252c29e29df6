import { labelsOf, type Manifest, nameOf, type Of, ofKind, portsOf, workloads } from './manifest';
import { matches } from './matches';
import type { Labels } from './specs';

type Policy = Of<'NetworkPolicy'>;

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
