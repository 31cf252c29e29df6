import type { WireAnswer } from '../wire-server';

/** What the stand-in has, and the names in paths. */
const kinds: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  Ingress: 'ingresses',
  Job: 'jobs',
  Lease: 'leases',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  Pod: 'pods',
  PodDisruptionBudget: 'poddisruptionbudgets',
  ReplicaSet: 'replicasets',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
};

/** Whether a path ends in the name of a kind, and so means all of that kind. */
export const isListPath = (path: string) => Object.values(kinds).includes(path.split('/').at(-1)!);

/** Whether a client asks which kinds there are. */
export const isDiscovery = (path: string) => /^\/(api\/v1|apis\/[^/]+\/v\d)$/.test(path);

export function discovery(): WireAnswer {
  const resources = Object.entries(kinds).map(([kind, name]) => ({
    ...{ kind, name, singularName: '', verbs: [] },
    namespaced: kind !== 'Namespace',
  }));
  return { status: 200, body: { kind: 'APIResourceList', groupVersion: 'v1', resources } };
}
