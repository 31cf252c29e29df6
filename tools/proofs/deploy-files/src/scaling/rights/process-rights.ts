import { textOf } from '../../workspace';
import { Grants, named, type Wire } from './grants';

/** As the api asks for them: libs/mcp-server/src/admin/scaling/process. */
const wire: Wire<string> = {
  needs: ({ method }) => (method === 'GET' ? 'scaling:read' : 'scaling:write'),
  denial: () => ({ status: 403, body: { status: 403, title: 'Forbidden' } }),
};

/** The scopes that the guide gives the token. */
export function processRights(): Grants<string> {
  const [, guide = ''] = textOf('docs/operate/scaling-rights.md').split('## Process');
  return new Grants(
    [...guide.matchAll(/`(scaling:\w+)`/g)].map(([, scope]) => named(scope!)),
    wire,
  );
}
