import { deploy } from '@repo/platform/src/deploy/deploy';
import { FakeKubernetes } from '@repo/platform/src/deploy/testing/kubernetes/fake-kubernetes';
import { KubernetesApi } from '@repo/platform/src/platforms/kubernetes/kubernetes-api';
import { KubernetesPlatform } from '@repo/platform/src/platforms/kubernetes/kubernetes.platform';
import { digestOf, type MakeSubject } from './subject';

const imageOf = (version: string) => `registry.example.com/mcp/api@${digestOf(version)}`;
const SERVER = 'mcp-server';

/** What is read and set of the objects in the stand-in. */
interface Stored {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    replicas?: number;
    readonly template: { readonly spec: { readonly containers: readonly StoredContainer[] } };
    /** Of a Lease. */
    readonly renewTime: string;
    readonly leaseDurationSeconds: number;
  };
  readonly status: { readonly availableReplicas: number };
}

interface StoredContainer {
  readonly image: string;
  readonly envFrom: readonly [{ readonly configMapRef: { readonly name: string } }];
}

/** Each version has settings of its own, as kustomize names them by their content. */
const manifests = (version: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: mcp }
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings-${version}
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
metadata: { name: ${SERVER}, namespace: mcp, labels: { app.kubernetes.io/part-of: mcp-platform } }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: ${SERVER} } }
  template:
    metadata: { labels: { app.kubernetes.io/name: ${SERVER} } }
    spec:
      containers:
        - name: api
          image: REGISTRY/api:unreleased
          envFrom: [{ configMapRef: { name: settings-${version} } }]
---
apiVersion: v1
kind: Service
metadata: { name: ${SERVER}, namespace: mcp, labels: { app.kubernetes.io/part-of: mcp-platform } }
`;

export const kubernetesSubject: MakeSubject = async (conditions, clock, wire) => {
  const cluster = await FakeKubernetes.start(wire.through);
  const { kubeconfig } = cluster;
  const stored = () => [...cluster.objects.values()] as Stored[];
  const server = () => cluster.object(SERVER) as Stored;
  const has = (kind: string, name: string) =>
    stored().some((object) => object.kind === kind && object.metadata.name === name);
  return {
    deploy: async (version, options, requestTimeoutMs) => {
      if (version === 'b' && conditions.isAsleep) server().spec.replicas = 0;
      if (conditions.isBroken) cluster.brokenImages.add(imageOf('b'));
      const limit = requestTimeoutMs === undefined ? {} : { requestTimeoutMs };
      const api = await KubernetesApi.load({ kubeconfig, clock, ...limit });
      const render = () => Promise.resolve(manifests(version));
      const release = { app: 'api', environment: 'staging', image: imageOf(version) };
      return deploy(new KubernetesPlatform(render, api, clock), release, { ...options, clock });
    },
    migrationFails: (fails) => void (cluster.migrationSucceeds = !fails),
    serving: () => cluster.available(SERVER),
    faults: () => [
      ...(has('Service', SERVER) ? [] : ['the Service is gone']),
      ...(cluster.replicaSets(SERVER) as Stored[])
        // Those before the newest can be brought back.
        .filter(({ status }, index) => index < 2 || status.availableReplicas > 0)
        .map(({ spec }) => spec.template.spec.containers[0]!.envFrom[0].configMapRef.name)
        .filter((name) => !has('ConfigMap', name))
        .map((name) => `${name} is gone, which pods name`),
    ],
    leftOvers: () =>
      stored()
        .filter(({ kind, metadata, spec }) =>
          kind === 'Lease' ? !isExpired(spec, clock.now()) : /-start-/.test(metadata.name),
        )
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    running: () => (server().spec.template.spec.containers[0]!.image === imageOf('a') ? 'a' : 'b'),
    stop: cluster.stop,
  };
};

/** A lock that has expired holds nobody up. */
const isExpired = ({ renewTime, leaseDurationSeconds }: Stored['spec'], now: number) =>
  Date.parse(renewTime) + leaseDurationSeconds * 1_000 <= now;
