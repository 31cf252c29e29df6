/** What the proofs read of a container group, in the form of the file. */
export interface Group {
  name: string;
  location: string;
  identity: object;
  properties: {
    osType: string;
    restartPolicy: string;
    ipAddress?: { type: string; ports: { port: number }[]; dnsNameLabel?: string };
    containers: { name: string; properties: GroupContainer }[];
    diagnostics?: { logAnalytics?: { workspaceKey?: string } };
  };
}

interface GroupContainer {
  image: string;
  ports?: { port: number }[];
  resources: { requests: { cpu: number; memoryInGB: number } };
  environmentVariables: { name: string; value?: string; secureValue?: string }[];
  livenessProbe?: { httpGet?: { port: number } };
  readinessProbe?: { httpGet?: { port: number } };
}

/** As the type of the SDK has it: what the file has in `properties` stands one level higher. */
export const flat = ({ properties, ...group }: Group): unknown => ({
  ...group,
  ...properties,
  containers: properties.containers.map(({ properties: own, name }) => ({ name, ...own })),
});

const secretName = /SECRET|PASSWORD|PRIVATE|API_KEY|DATABASE_URL|REDIS_URL/;

/** What the type of a container group cannot say. */
export function groupFaults({ properties }: Group): string[] {
  const { ipAddress, restartPolicy, containers } = properties;
  const isServer = ipAddress !== undefined;
  return containers.flatMap(({ properties: container }) => {
    const { image, ports = [], environmentVariables, livenessProbe, readinessProbe } = container;
    const own = ports.map(({ port }) => port);
    const probes = [livenessProbe, readinessProbe];
    const isOpen = environmentVariables.some(({ name, value }) => secretName.test(name) && value);
    const faults: [boolean, string][] = [
      [!/@sha256:[0-9a-f]{64}$/.test(image), 'the image has no digest'],
      [isOpen, 'a secret in plain sight'],
      [isServer && restartPolicy !== 'Always', 'a server that stops stays away'],
      [!isServer && restartPolicy === 'Always', 'a task that ends begins again'],
      [isServer && probes.some((probe) => !probe?.httpGet), 'a probe is missing'],
      [
        probes.some((probe) => probe?.httpGet && !own.includes(probe.httpGet.port)),
        'a probe asks a port that is not there',
      ],
      [
        (ipAddress?.ports ?? []).some(({ port }) => !own.includes(port)),
        'the group opens a port that no container has',
      ],
    ];
    return faults.filter(([is]) => is).map(([, fault]) => fault);
  });
}
