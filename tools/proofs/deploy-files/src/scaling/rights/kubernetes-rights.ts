import { kubernetesFault } from '@repo/scaling/testing';
import { type Manifest, ofKind, podOf } from '../../kubernetes/manifest';
import { type Grant, Grants, named, type Wire } from './grants';

/** Such as `patch apps/deployments/scale mcp/mcp-server`. */
const wire: Wire<string> = {
  needs: ({ method, path }) => {
    const [, group, , , namespace, resource, name, subresource] = path.slice(1).split('/');
    const what = subresource === undefined ? resource : `${resource}/${subresource}`;
    return `${method.toLowerCase()} ${group}/${what} ${namespace}/${name}`;
  },
  denial: () => kubernetesFault(403, 'Forbidden'),
};

interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string }[];
}

/** What the manifests let the account of the worker's pods do. */
export function kubernetesRights(manifests: readonly Manifest[]): Grants<string> {
  const worker = ofKind(manifests, 'Deployment').find(
    ({ metadata }) => metadata.name === 'mcp-worker',
  );
  const account = podOf(worker!).serviceAccountName;
  const bindings = manifests.filter(({ kind }) => kind === 'RoleBinding') as Binding[];
  const bound = bindings.filter(({ subjects }) =>
    subjects.some(({ kind, name }) => kind === 'ServiceAccount' && name === account),
  );
  const roles = manifests.filter(
    ({ kind, metadata }) =>
      kind === 'Role' && bound.some(({ roleRef }) => roleRef.name === metadata.name),
  );
  return new Grants(roles.flatMap(grantsOf), wire);
}

function grantsOf({ metadata: { namespace }, rules = [] }: Manifest): Grant[] {
  return rules.flatMap(({ apiGroups, resources, resourceNames = [], verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) =>
        resourceNames.flatMap((name) =>
          verbs.map((verb) => named(`${verb} ${group}/${resource} ${namespace}/${name}`)),
        ),
      ),
    ),
  );
}
