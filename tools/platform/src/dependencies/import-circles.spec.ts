import { workspaceRoot } from '../workspace-root';
import { circlesIn, wayAround } from './import-circles';
import { importGraph } from './import-graph';

const graph = importGraph(workspaceRoot, ['apps', 'libs', 'tools']);

/**
 * The folders of a package in the order in which they may import: each only those before it. What
 * lies beside the folders (`index.ts`, modules) joins them and may import all.
 */
const orders: Readonly<Record<string, readonly string[]>> = {
  'libs/mcp-core': [
    'protocol',
    'features',
    'catalog',
    'extensions',
    'subscriptions',
    'engine',
    'streams',
    'sessions',
    'transports',
    'hosting',
  ],
  'libs/auth': [
    'resource',
    'authentication',
    'authorization',
    'keys',
    'tokens',
    'discovery',
    'limits',
    'clients',
  ],
};

const forTests = /(\.(spec|e2e|fixture)\.ts|\/testing\/.*)$/;

describe('the imports of the workspace', () => {
  it('are read, those of other packages too', () => {
    expect(graph.get('libs/replicas/src/redis-replicas.ts')).toContain(
      'libs/mcp-core/src/index.ts',
    );
  });

  it('lead from no file back to it, those of types neither', () => {
    expect(circlesIn(graph)).toEqual([]);
  });

  it.each(Object.entries(orders))(
    'go in one direction between the folders of %s',
    (root, order) => {
      const roomOf = (file: string) =>
        order.indexOf(file.slice(`${root}/src/`.length).split('/')[0]!);
      const imports = [...graph].flatMap(([file, targets]) =>
        file.startsWith(`${root}/src/`) && !forTests.test(file)
          ? targets.map((target) => ({ file, target }))
          : [],
      );
      const upward = imports.filter(
        ({ file, target }) => roomOf(file) >= 0 && roomOf(target) > roomOf(file),
      );
      expect(upward).toEqual([]);
    },
  );
});

describe('the circles of a graph', () => {
  const circles = (imports: Record<string, string[]>) =>
    circlesIn(new Map(Object.entries(imports)));

  it('are those of any length, and a file that imports itself', () => {
    expect(circles({ a: ['b'], b: ['a'] })).toEqual([['a', 'b']]);
    expect(circles({ a: ['b', 'd'], b: ['c'], c: ['a'], d: [] })).toEqual([['a', 'b', 'c']]);
    expect(circles({ a: ['a'] })).toEqual([['a']]);
  });

  it('are none where two ways lead to one file', () => {
    expect(circles({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
  });
});

describe('the way around a circle', () => {
  it.each([
    [{ a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
    [{ a: ['a'] }, ['a', 'a']],
    [{ a: ['x', 'b'], b: ['c', 'd'], c: ['d'], d: ['a'], x: [] }, ['a', 'b', 'd', 'a']],
  ])('is a shortest one: %j', (imports, way) => {
    const graph = new Map(Object.entries<string[]>(imports));
    expect(wayAround(graph, circlesIn(graph)[0] ?? [])).toEqual(way);
  });
});
