import { labelsOf, type Manifest, nameOf, podOf, workloads } from '../kubernetes/manifest';
import { hasKubectl, rendered } from '../kubernetes/read-manifests';
import { textOf } from '../workspace';
import type { Deployed, EnvironmentName } from './deployed';
import { withSecrets } from './secrets';

/** The pods of an overlay; none where kubectl is missing. */
export function kubernetesEnvironments(environment: EnvironmentName): Deployed[] {
  const manifests = hasKubectl ? rendered(environment) : [];
  return workloads(manifests).map((workload) => {
    const [container] = podOf(workload).containers;
    const { env = [], envFrom = [] } = container!;
    const maps = envFrom.flatMap(({ configMapRef }) => dataOf(manifests, configMapRef?.name));
    return {
      name: `kubernetes/${environment}: ${nameOf(workload)}`,
      app: labelsOf(workload)['app.kubernetes.io/name'] === 'mcp-worker' ? 'worker' : 'api',
      variables: withSecrets([...maps, ...documentedSecrets(), ...env]),
    };
  });
}

function dataOf(manifests: readonly Manifest[], map: string | undefined) {
  const found = manifests.find(({ kind, metadata }) => {
    return kind === 'ConfigMap' && metadata.name === map;
  });
  return Object.entries(found?.data ?? {}).map(([name, value]) => ({ name, value }));
}

/** The keys of the Secret that the guide has its reader make. */
function documentedSecrets() {
  const guide = textOf('docs/deploy/kubernetes.md');
  return [...guide.matchAll(/--from-literal=(\w+)=/g)].map(([, name]) => ({ name: name! }));
}
