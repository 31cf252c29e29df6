/** What the proofs read of a service of Cloud Run. */
export interface Service {
  metadata: { name: string; annotations: Record<string, string> };
  spec: {
    template: {
      metadata: { annotations: Record<string, string> };
      spec: {
        serviceAccountName?: string;
        timeoutSeconds?: number;
        containers: Container[];
      };
    };
  };
}

interface Container {
  name: string;
  image: string;
  ports?: { containerPort: number }[];
  env: { name: string; value?: string; valueFrom?: object }[];
  resources?: { limits?: { memory?: string; cpu?: string } };
  startupProbe?: Probe;
  livenessProbe?: Probe;
}

interface Probe {
  httpGet?: { path: string; port: number };
  periodSeconds: number;
  timeoutSeconds: number;
}

const secretName = /SECRET|PASSWORD|PRIVATE|API_KEY|DATABASE_URL|REDIS_URL/;
/** Cloud Run kills so many seconds after SIGTERM. */
const killAfter = 10;

/** What the types of Cloud Run cannot say of a service. */
export function serviceFaults({ metadata, spec }: Service): string[] {
  const { annotations } = metadata;
  const { serviceAccountName = '', containers, timeoutSeconds = 300 } = spec.template.spec;
  const [container] = containers;
  const { env, image, ports = [], resources, startupProbe, livenessProbe } = container!;
  const grace = parseInt(env.find(({ name }) => name === 'SHUTDOWN_GRACE')?.value ?? '10');
  const own = spec.template.metadata.annotations;
  const faults: [boolean, string][] = [
    [!/@sha256:[0-9a-f]{64}$/.test(image), 'the image has no digest'],
    [!/^mcp-\w+@/.test(serviceAccountName), 'it runs as the default account, which may do much'],
    [env.some(({ name, value }) => secretName.test(name) && value), 'a secret in plain sight'],
    [resources?.limits?.memory === undefined, 'it has no memory limit'],
    [Number(annotations['run.googleapis.com/maxScale'] ?? 100) > 10, 'more than 10 instances'],
    [annotations['run.googleapis.com/invoker-iam-disabled'] !== 'false', 'open to everybody'],
    [own['run.googleapis.com/cpu-throttling'] !== 'false', 'no CPU between requests'],
    [timeoutSeconds > 3_600, 'Cloud Run waits an hour at most'],
    [grace >= killAfter, `the drain of ${grace}s is cut off`],
    ...[startupProbe, livenessProbe].flatMap((probe): [boolean, string][] => [
      [probe?.httpGet === undefined, 'a probe is missing'],
      [probe?.httpGet?.port !== ports[0]?.containerPort, 'a probe asks a port that is not there'],
      [(probe?.timeoutSeconds ?? 0) > (probe?.periodSeconds ?? 0), 'a probe outlasts its period'],
    ]),
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
}
