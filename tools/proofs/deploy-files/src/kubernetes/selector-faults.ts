import { labelsOf, type Manifest, nameOf, ofKind, portsOf, workloads } from './manifest';
import { matches } from './matches';

/** Selectors that select nothing or too much, and ports that lead nowhere. */
export function selectorFaults(manifests: readonly Manifest[]): string[] {
  return [
    ...deploymentFaults(manifests),
    ...serviceFaults(manifests),
    ...ingressFaults(manifests),
    ...scalerFaults(manifests),
  ];
}

function deploymentFaults(manifests: readonly Manifest[]): string[] {
  const budgets = ofKind(manifests, 'PodDisruptionBudget');
  return ofKind(manifests, 'Deployment').flatMap((deployment) => {
    const labels = labelsOf(deployment);
    const selects = matches(deployment.spec.selector, labels);
    const budgeted = budgets.some(({ spec }) => matches(spec.selector, labels));
    return [
      ...(selects ? [] : [`${nameOf(deployment)} does not select its own pods`]),
      ...(budgeted ? [] : [`${nameOf(deployment)} has no disruption budget`]),
    ];
  });
}

function serviceFaults(manifests: readonly Manifest[]): string[] {
  return ofKind(manifests, 'Service').flatMap((service) => {
    const selected = workloads(manifests).filter((workload) =>
      matches({ matchLabels: service.spec.selector }, labelsOf(workload)),
    );
    if (selected.length !== 1) return [`${nameOf(service)} selects ${selected.length} workloads`];
    const there = portsOf(selected[0]!);
    return service.spec.ports
      .filter(({ targetPort }) => !there.includes(targetPort))
      .map(({ targetPort }) => `${nameOf(service)} leads to the port ${targetPort}, not there`);
  });
}

function ingressFaults(manifests: readonly Manifest[]): string[] {
  const ports = ofKind(manifests, 'Service').flatMap(({ metadata, spec }) =>
    spec.ports.map(({ name }) => `${metadata.name}:${name}`),
  );
  return ofKind(manifests, 'Ingress').flatMap((ingress) =>
    ingress.spec.rules
      .flatMap(({ http }) => http.paths.map(({ backend: { service } }) => service))
      .map(({ name, port }) => `${name}:${port.name}`)
      .filter((backend) => !ports.includes(backend))
      .map((backend) => `${nameOf(ingress)} leads to ${backend}, not there`),
  );
}

/** What scales owns the number of replicas: a manifest that sets it again fights with it. */
function scalerFaults(manifests: readonly Manifest[]): string[] {
  const scalers = [
    ...ofKind(manifests, 'HorizontalPodAutoscaler'),
    ...ofKind(manifests, 'ScaledObject'),
  ];
  return scalers.flatMap((scaler) => {
    const { name } = scaler.spec.scaleTargetRef;
    const target = ofKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === name);
    if (target === undefined) return [`${nameOf(scaler)} scales ${name}, not there`];
    if (target.spec.replicas === undefined) return [];
    return [`${nameOf(target)} sets replicas, which are those of ${nameOf(scaler)}`];
  });
}
