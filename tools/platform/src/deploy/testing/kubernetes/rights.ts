import type { WireAnswer, WireRequest } from '../wire-server';
import type { KubernetesObject } from './kubernetes-object';
import { status } from './status';

/** A rule of a Role. */
export interface RightsRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Of these alone, where there are any. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** One thing that somebody wants to do. */
interface Attempt {
  readonly group: string;
  /** With its subresource, such as `pods/log`. */
  readonly resource: string;
  readonly name: string | undefined;
  readonly verb: string;
}

const VERBS: Readonly<Record<string, string>> = {
  ...{ GET: 'get', POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' },
};

/**
 * What a request needs: an apply that makes an object also the right to create it, as in
 * Kubernetes; a look at all of a kind the right to list.
 */
function attemptsOf({ method, url }: WireRequest, exists: boolean): Attempt[] {
  const [, root, ...rest] = url.pathname.split('/');
  const group = root === 'apis' ? rest[0]! : '';
  const path = rest.slice(root === 'apis' ? 2 : 1);
  const isWithin = path[0] === 'namespaces' && path.length > 2;
  const [resource = '', name, sub] = isWithin ? path.slice(2) : path;
  const what = { group, resource: sub ? `${resource}/${sub}` : resource, name };
  const verb = method === 'GET' && name === undefined ? 'list' : VERBS[method]!;
  const verbs = verb === 'patch' && !exists ? [verb, 'create'] : [verb];
  return verbs.map((one) => ({ ...what, verb: one }));
}

const allows = (rule: RightsRule, { group, resource, name, verb }: Attempt) =>
  rule.apiGroups.includes(group) &&
  rule.resources.includes(resource) &&
  rule.verbs.includes(verb) &&
  (rule.resourceNames === undefined || rule.resourceNames.includes(name ?? ''));

/** An account of the cluster, which may do what its rules say, and gives no rights that it lacks. */
export class Rights {
  /** What it did, each `<verb> <resource>`. */
  readonly used = new Set<string>();
  /** What it was refused, each `<verb> <resource>`. */
  readonly refused: string[] = [];

  constructor(public rules: readonly RightsRule[]) {}

  /** @returns how the API refuses the request, or `undefined` */
  refusal(
    request: WireRequest,
    objects: ReadonlyMap<string, KubernetesObject>,
  ): WireAnswer | undefined {
    const attempts = attemptsOf(request, objects.has(request.url.pathname));
    const given = rightsGivenBy(request, objects);
    const missing = [...attempts, ...given].find((attempt) => !this.has(attempt));
    if (missing !== undefined) {
      const { verb, resource, name, group } = missing;
      this.refused.push(`${verb} ${resource}`);
      const what = `"${resource}"${name ? ` of name "${name}"` : ''} in API group "${group}"`;
      return status(403, `User "deployer" cannot ${verb} resource ${what}`);
    }
    for (const { verb, resource } of [...attempts, ...given]) this.used.add(`${verb} ${resource}`);
    return undefined;
  }

  private has = (attempt: Attempt) => this.rules.some((rule) => allows(rule, attempt));
}

/** What a Role gives, or a RoleBinding: who has it not, and no right to escalate, is refused. */
function rightsGivenBy(
  { method, url, body }: WireRequest,
  objects: ReadonlyMap<string, KubernetesObject>,
): Attempt[] {
  if (method !== 'PATCH') return [];
  const isBinding = body.kind === 'RoleBinding';
  const rolePath = url.pathname.replace(/rolebindings\/[^/]+$/, `roles/${body.roleRef?.name}`);
  const role = isBinding ? objects.get(rolePath) : body.kind === 'Role' ? body : undefined;
  return ((role?.rules ?? []) as RightsRule[]).flatMap((rule) =>
    rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((resource) =>
        rule.verbs.flatMap((verb) =>
          (rule.resourceNames ?? [undefined]).map((name) => ({ group, resource, name, verb })),
        ),
      ),
    ),
  );
}
