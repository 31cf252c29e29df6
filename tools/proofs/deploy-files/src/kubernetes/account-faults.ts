import { type Manifest, nameOf, ofKind, podOf, workloads } from './manifest';

/** The only one that talks to Kubernetes. */
const scaler = 'mcp-worker';
/** Enough to read a size and to change it. */
const scalingVerbs = ['get', 'patch'];

/** Tokens where none is needed, and rights that scaling has no use for. */
export function accountFaults(manifests: readonly Manifest[]): string[] {
  return [...tokenFaults(manifests), ...roleFaults(manifests), ...settingsFaults(manifests)];
}

function tokenFaults(manifests: readonly Manifest[]): string[] {
  const accounts = ofKind(manifests, 'ServiceAccount');
  return workloads(manifests).flatMap((workload) => {
    const { serviceAccountName, automountServiceAccountToken } = podOf(workload);
    const account = accounts.find(({ metadata }) => metadata.name === serviceAccountName);
    const mayHave = workload.metadata.name === scaler;
    return [
      ...(automountServiceAccountToken === mayHave
        ? []
        : [`${nameOf(workload)} ${mayHave ? 'needs' : 'must not have'} a token`]),
      ...(account?.automountServiceAccountToken === false
        ? []
        : [`${nameOf(workload)}: its account mounts tokens everywhere, or is not there`]),
    ];
  });
}

function roleFaults(manifests: readonly Manifest[]): string[] {
  return ofKind(manifests, 'Role').flatMap((role) =>
    (role.rules ?? []).flatMap(({ resources, resourceNames = [], verbs }) => {
      const what = resources.join();
      const tooMuch = verbs.filter((verb) => !scalingVerbs.includes(verb));
      return [
        ...(resourceNames.length > 0 ? [] : [`${nameOf(role)} opens all ${what}`]),
        ...tooMuch.map((verb) => `${nameOf(role)} may ${verb} ${what}`),
      ];
    }),
  );
}

function settingsFaults(manifests: readonly Manifest[]): string[] {
  const there = ofKind(manifests, 'ConfigMap').map(({ metadata }) => metadata.name);
  return workloads(manifests).flatMap((workload) => {
    const { containers, volumes = [] } = podOf(workload);
    return [...containers.flatMap(({ envFrom = [] }) => envFrom), ...volumes]
      .map((from) => ('configMapRef' in from ? from.configMapRef : (from as Mounted).configMap))
      .filter((map) => map !== undefined && !there.includes(map.name))
      .map((map) => `${nameOf(workload)} wants the ConfigMap ${map!.name}, not there`);
  });
}

interface Mounted {
  readonly configMap?: { readonly name: string };
}
