import { azureFault } from '@repo/scaling/testing';
import { textOf } from '../../workspace';
import { Grants, type Wire } from './grants';

interface Asked {
  readonly action: string;
  /** The path of the resource. */
  readonly scope: string;
}

/** The path of a resource names its type at every second place after the provider. */
const wire: Wire<Asked> = {
  needs: ({ method, path }) => {
    const [scope = '', rest = ''] = path.split('/providers/');
    const [provider, ...parts] = rest.split('/');
    const types = parts.filter((_, index) => index % 2 === 0);
    const isAction = method === 'POST';
    const verb = isAction ? `${types.pop()}/action` : 'read';
    return { action: [provider, ...types, verb].join('/'), scope };
  },
  denial: () => azureFault(403, 'AuthorizationFailed'),
};

/** What the role lets the account do that it is assigned to, somewhere in its scopes. */
export function azureRights(): Grants<Asked> {
  const role = JSON.parse(textOf('deploy/container-instances/scaler-role.json')) as {
    readonly Actions: readonly string[];
    readonly AssignableScopes: readonly string[];
  };
  const grants = role.Actions.map((action) => ({
    name: action,
    covers: (asked: Asked) =>
      asked.action.toLowerCase() === action.toLowerCase() &&
      role.AssignableScopes.some((scope) => asked.scope.startsWith(scope)),
  }));
  return new Grants(grants, wire);
}
