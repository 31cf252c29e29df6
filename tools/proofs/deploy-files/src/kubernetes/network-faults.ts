import { labelsOf, type Manifest, nameOf, type Of, ofKind, portsOf, workloads } from './manifest';
import { matches } from './matches';

type Policy = Of<'NetworkPolicy'>;

/** Nothing is open that is not named, and every opening leads to a port that is there. */
export function networkFaults(manifests: readonly Manifest[]): string[] {
  const policies = ofKind(manifests, 'NetworkPolicy');
  const denied = policies.some((policy) => deniesAll(policy));
  return [
    ...(denied ? [] : ['no NetworkPolicy denies what is not named']),
    ...policies.flatMap((policy) => [...tooWide(policy), ...leadingNowhere(policy, manifests)]),
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
  const pods = workloads(manifests).filter((workload) => matches(podSelector, labelsOf(workload)));
  if (pods.length === 0) return [`${nameOf(policy)} selects no pod`];
  return ingress
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ port }) =>
      pods
        .filter((pod) => !portsOf(pod).includes(String(port)))
        .map((pod) => `${nameOf(policy)} opens the port ${port}, which ${nameOf(pod)} has not`),
    );
}
