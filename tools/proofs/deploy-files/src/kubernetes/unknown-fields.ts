import { faultsOfEach } from '../literal-faults';
import { type Manifest, nameOf } from './manifest';

const packageOfGroup: Readonly<Record<string, string>> = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/**
 * The fields that no manifest of its kind has, the wrong types, and what is missing, found by the
 * compiler. One run takes seconds, however many.
 *
 * @returns the faults of each manifest, in their order
 */
export function typeFaults(manifests: readonly Manifest[]): string[][] {
  const faults = faultsOfEach(manifests.map((manifest) => [typeOf(manifest), manifest]));
  return manifests.map((manifest, i) => faults[i]!.map((fault) => `${nameOf(manifest)}: ${fault}`));
}

function typeOf({ apiVersion, kind }: Manifest): string {
  const [group = ''] = apiVersion.split('/');
  const module = `${packageOfGroup[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
  return `import('${module}').I${kind}`;
}
