import { workspaceTree } from '../testing/workspace-tree';
import resourceGenerator from './resource';
import { resourceUri } from './resource-uri';

describe('the generator of resources', () => {
  it('makes one of a fixed address', async () => {
    const tree = workspaceTree();
    await resourceGenerator(tree, { name: 'price-list' });
    const file = 'libs/mcp-features/src/price-list/price-list.resource.ts';
    expect(tree.read(file, 'utf8')).toContain("uri: 'features://price-list'");
    expect(tree.read(file, 'utf8')).not.toContain('Completion');
  });

  it('makes a template with a completion', async () => {
    const tree = workspaceTree();
    await resourceGenerator(tree, { name: 'invoice', uri: 'invoice://{year}/{+class}' });
    const text = tree.read('libs/mcp-features/src/invoice/invoice.resource.ts', 'utf8');
    expect(text).toContain('invoice(asked: { year: string; class: string })');
    expect(text).toContain("argument: 'year'");
  });

  it.each([
    ['invoice', /no URI/],
    ["a://'", /no URI/],
    ['a://b c', /no URI/],
    ['a://{b', /each variable once/],
    ['a://{?b}', /no URI/],
    ['a://{b,c}', /no URI/],
    ['a://{b}/{b}', /each variable once/],
  ])('refuses %s', (uri, message) => {
    expect(() => resourceUri(uri)).toThrow(message);
  });
});
