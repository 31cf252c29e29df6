import type { Deployed } from '../environment/deployed';
import { type Manifest, ofKind } from '../kubernetes/manifest';
import { hasKubectl, rendered } from '../kubernetes/read-manifests';
import { parseSam } from '../lambda/sam-template';
import { textOf } from '../workspace';

/** What one platform lets through to an app. */
export interface Front {
  readonly name: string;
  readonly exact: readonly string[];
  readonly prefixes: readonly string[];
}

/** Of an Ingress: the paths of its rules. Without kubectl there is none. */
export function ingressFronts(environment: string, manifests?: readonly Manifest[]): Front[] {
  const all = manifests ?? (hasKubectl ? rendered(environment) : []);
  return ofKind(all, 'Ingress').map(({ metadata, spec }) => {
    const paths = spec.rules.flatMap(({ http }) => http.paths);
    const ofType = (type: string) =>
      paths.filter(({ pathType }) => pathType === type).map(({ path }) => path);
    return {
      name: `Ingress ${metadata.name} in ${environment}`,
      ...{ exact: ofType('Exact'), prefixes: ofType('Prefix') },
    };
  });
}

/** Of a route of the Gateway API: what its rules match. */
export function routeFronts(manifests: readonly Manifest[]): Front[] {
  return ofKind(manifests, 'HTTPRoute').map(({ metadata, spec }) => {
    const paths = spec.rules.flatMap(({ matches }) => matches.map(({ path }) => path));
    const ofType = (wanted: string) =>
      paths.filter(({ type }) => type === wanted).map(({ value }) => value);
    return {
      name: `HTTPRoute ${metadata.name}`,
      ...{ exact: ofType('Exact'), prefixes: ofType('PathPrefix') },
    };
  });
}

/** Of an api that chooses the paths itself, as nothing before it does: its `PUBLIC_PATHS`. */
export function appFront({ name, variables }: Deployed): Front {
  const paths = variables['PUBLIC_PATHS']?.split(',') ?? ['/*'];
  const isPrefix = (path: string) => path.endsWith('/*');
  return {
    name,
    exact: paths.filter((path) => !isPrefix(path)),
    prefixes: paths.filter(isPrefix).map((path) => path.slice(0, -2)),
  };
}

/** Of the HTTP API before Lambda: `{name}` in a route is one segment, `{name+}` all that follow. */
export function httpApiFront(text = textOf('deploy/lambda/template.yaml')): Front {
  const routes = Object.values(parseSam(text).Resources)
    .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
    .map(({ Properties }) => String(Properties?.['RouteKey']).split(' ').at(-1)!);
  const isPattern = (route: string) => route.includes('{') || route === '$default';
  return {
    name: 'the HTTP API of Lambda',
    exact: routes.filter((route) => !isPattern(route)),
    prefixes: routes.filter(isPattern).map((route) => route.replace(/\/\{\w+\+?\}$/, '')),
  };
}
