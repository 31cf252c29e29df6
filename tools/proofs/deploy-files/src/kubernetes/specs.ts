/** What the proofs read of each kind; that nothing else is wrong the types of the kinds say. */
export interface Specs {
  Deployment: Workload & { replicas?: number; selector: Selector };
  Job: Workload;
  Service: { selector: Labels; ports: { name: string; targetPort: string }[] };
  Ingress: { rules: { http: { paths: IngressPath[] } }[] };
  HTTPRoute: {
    hostnames: string[];
    rules: { matches: { path: { type: string; value: string } }[]; backendRefs: Route[] }[];
  };
  PodDisruptionBudget: { selector: Selector };
  HorizontalPodAutoscaler: Scaler & { minReplicas: number; maxReplicas: number };
  ScaledObject: Scaler;
  NetworkPolicy: {
    podSelector: Selector;
    policyTypes: string[];
    ingress?: Opening[];
    egress?: Opening[];
  };
  ConfigMap: never;
  Role: never;
  ServiceAccount: never;
}

export type Labels = Record<string, string>;

export interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

export interface Container {
  name: string;
  image: string;
  ports?: { name: string }[];
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  lifecycle?: { preStop?: { sleep?: { seconds: number } } };
  resources?: { requests?: Labels; limits?: Labels };
  envFrom?: { configMapRef?: { name: string } }[];
  env?: { name: string; value?: string }[];
  volumeMounts?: { name: string; mountPath: string }[];
  securityContext?: {
    allowPrivilegeEscalation?: boolean;
    readOnlyRootFilesystem?: boolean;
    capabilities?: { drop?: string[]; add?: string[] };
  };
}

interface Workload {
  template: { metadata: { labels: Labels }; spec: Pod };
}

interface Pod {
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
  terminationGracePeriodSeconds?: number;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: {
    runAsNonRoot?: boolean;
    runAsUser?: number;
    seccompProfile?: { type: string };
  };
  containers: Container[];
  volumes?: { name: string; configMap?: { name: string } }[];
}

interface Probe {
  httpGet?: { path: string; port: string };
}

interface IngressPath {
  path: string;
  pathType: string;
  backend: { service: Backend };
}

interface Route {
  name: string;
  port: number;
}

interface Backend {
  name: string;
  port: { name: string };
}

interface Scaler {
  scaleTargetRef: { name: string };
}

export interface Opening {
  from?: unknown[];
  to?: unknown[];
  ports?: { port: string | number }[];
}
