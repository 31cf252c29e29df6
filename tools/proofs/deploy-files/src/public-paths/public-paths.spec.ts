import {
  isPublic,
  type PublicPaths,
  publicPathsFile,
  readPublicPaths,
} from '@repo/platform/src/deploy/public-paths';
import { join } from 'node:path';
import { z } from 'zod';
import { damaged } from '../damaged';
import { allDeployed } from '../environment/all-deployed';
import { type Deployed, environments } from '../environment/deployed';
import { ofKind } from '../kubernetes/manifest';
import { hasKubectl, rendered } from '../kubernetes/read-manifests';
import { textOf, workspace } from '../workspace';
import { appFront, type Front, httpApiFront, ingressFronts, routeFronts } from './fronts';

const paths = readPublicPaths(join(workspace, 'deploy/public-paths.json'));
/** The servers whose port is the public one. */
const frontless = allDeployed.filter(
  ({ name, app }) =>
    app !== 'worker' && /^(cloud-run|container-instances)\/(?!migration)/.test(name),
);
const itWithKubectl = hasKubectl ? it : it.skip;

/** What a front lets through beyond the list. */
const beyond = (list: PublicPaths, { exact, prefixes }: Front) => [
  ...exact.filter((path) => !isPublic(list, path)),
  ...prefixes.filter((path) => !list.prefixes.some((one) => `${path}/`.startsWith(`${one}/`))),
];

describe('deploy/public-paths.json', () => {
  it('has the JSON Schema beside it that editors read', () => {
    const written: unknown = JSON.parse(textOf('deploy/public-paths.schema.json'));
    expect(written).toEqual(z.toJSONSchema(publicPathsFile, { io: 'input' }));
  });

  it.each(['/mcp', '/mcp/protected', '/oauth/token', '/.well-known/jwks.json', '/health'])(
    'publishes %s',
    (path) => expect(isPublic(paths, path)).toBe(true),
  );

  it.each([
    ...['/admin', '/admin/clients', '/docs', '/docs/start.js', '/openapi.json', '/metrics'],
    ...['/health/ready', '/mcpx', '/'],
  ])('does not publish %s', (path) => expect(isPublic(paths, path)).toBe(false));

  it.each(['/mcp/', '/mcp/*', 'mcp', '/a b'])('is refused with %p', (path) => {
    expect(publicPathsFile.safeParse({ ...paths, exact: [path] }).success).toBe(false);
  });
});

describe('a front of the api', () => {
  const fronts = [...environments.flatMap((one) => ingressFronts(one)), httpApiFront()];
  const inApps = frontless.map(appFront);

  it.each([...fronts, ...inApps])('lets through what is public and no more: $name', (front) => {
    expect(front.exact.length + front.prefixes.length).toBeGreaterThan(3);
    expect(beyond(paths, front)).toEqual([]);
  });

  it('is the api itself where the port of the app is the public one', () => {
    expect(frontless.length).toBeGreaterThan(0);
    for (const { exact, prefixes } of inApps) {
      expect({ exact, prefixes }).toEqual({ exact: paths.exact, prefixes: paths.prefixes });
    }
  });

  itWithKubectl.each(environments)('of Kubernetes publishes it all: %s', (environment) => {
    const [front] = ingressFronts(environment);
    expect([...front!.exact].sort()).toEqual([...paths.exact].sort());
    expect([...front!.prefixes].sort()).toEqual([...paths.prefixes].sort());
  });

  itWithKubectl.each(environments)('of the Gateway API publishes it all: %s', (environment) => {
    const manifests = rendered(environment, ['gateway']);
    const [front, ...others] = [
      ...routeFronts(manifests),
      ...ingressFronts(environment, manifests),
    ];
    expect(others).toEqual([]);
    expect([...front!.exact].sort()).toEqual([...paths.exact].sort());
    expect([...front!.prefixes].sort()).toEqual([...paths.prefixes].sort());
  });

  itWithKubectl('would be refused with the admin API in a route', () => {
    const broken = damaged(rendered('production', ['gateway']), (copy) => {
      ofKind(copy, 'HTTPRoute')[0]!.spec.rules[0]!.matches[0]!.path.value = '/admin';
    });
    expect(beyond(paths, routeFronts(broken)[0]!)).toEqual(['/admin']);
  });

  itWithKubectl('would be refused with the admin API in an Ingress', () => {
    const broken = damaged(rendered('production'), (copy) => {
      ofKind(copy, 'Ingress')[0]!.spec.rules[0]!.http.paths[1]!.path = '/admin';
    });
    expect(beyond(paths, ingressFronts('production', broken)[0]!)).toEqual(['/admin']);
  });

  it('would be refused with a route for all that is left', () => {
    const open = textOf('deploy/lambda/template.yaml').replace('GET /health', '$default');
    expect(beyond(paths, httpApiFront(open))).toEqual(['$default']);
  });

  it('would be refused with an api that publishes all', () => {
    const [{ name, app }] = frontless as [Deployed];
    expect(beyond(paths, appFront({ name, app, variables: {} }))).toEqual(['']);
  });
});
