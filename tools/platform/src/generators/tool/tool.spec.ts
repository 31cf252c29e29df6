import { logger, type Tree } from '@nx/devkit';
import { MODULE, workspaceTree } from '../testing/workspace-tree';
import toolGenerator from './tool';

describe('the generator of tools', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspaceTree();
  });

  const text = (file: string) => tree.read(`libs/mcp-features/src/${file}`, 'utf8') ?? '';

  it('needs a name and no more', async () => {
    await toolGenerator(tree, { name: 'find_invoice' });
    const tool = text('find-invoice/find-invoice.tool.ts');
    expect(tool).toContain("name: 'find_invoice'");
    expect(tool).toContain('description: "Find invoice."');
    expect(tool).toContain('export class FindInvoiceTool');
    expect(tool).not.toContain('scopes');
    expect(text('find-invoice/find-invoice.tool.spec.ts')).toContain('[FindInvoiceTool]');
    expect(tree.read(MODULE, 'utf8')).toContain(
      `import { FindInvoiceTool } from './find-invoice/find-invoice.tool';@Module({providers: [FindInvoiceTool]})`,
    );
  });

  it('takes a description of any characters, scopes and a folder', async () => {
    const description = 'Finds "it" by `n`, ${really}.\nOr */ not.';
    const options = { name: 'find', description, scopes: ['invoices:read'], folder: 'billing/own' };
    await toolGenerator(tree, options);
    const tool = text('billing/own/find.tool.ts');
    expect(tool).toContain(`description: ${JSON.stringify(description)}`);
    expect(tool).toContain('scopes: ["invoices:read"]');
    expect(tree.read(MODULE, 'utf8')).toContain("from './billing/own/find.tool'");
  });

  it('tells how to call it, and who may where it has scopes', async () => {
    const said = jest.spyOn(logger, 'info').mockImplementation();
    await (
      await toolGenerator(tree, { name: 'find' })
    )();
    expect(said.mock.lastCall?.[0]).toMatch(/--tool-name find --tool-arg text=hello$/);
    await (
      await toolGenerator(tree, { name: 'pay', scopes: ['invoices:pay'] })
    )();
    expect(said.mock.lastCall?.[0]).toContain("echo 'API_KEY=first-try' >> .env");
    expect(said.mock.lastCall?.[0]).toMatch(/text=hello --header "X-API-Key: first-try"$/);
  });

  it('puts several into one folder', async () => {
    await toolGenerator(tree, { name: 'find_invoice', folder: 'invoices' });
    await toolGenerator(tree, { name: 'pay_invoice', folder: 'invoices' });
    expect(tree.read(MODULE, 'utf8')).toContain('providers: [FindInvoiceTool, PayInvoiceTool]');
  });

  it.each([
    ['a name that MCP has not', { name: 'find invoice' }, /letters, digits/],
    ['no scope', { name: 'a', scopes: ['a', ''] }, /"" is no scope/],
    ['a folder outside of the library', { name: 'a', folder: '../../auth/src' }, /no folder/],
    ['an absolute folder', { name: 'a', folder: '/etc' }, /no folder/],
    ['a library of the platform', { name: 'a', library: 'database' }, /mcp-features\. Make one by/],
    ['a library that leaves libs', { name: 'a', library: '../apps/api' }, /no library/],
  ])('refuses %s, with nothing done', async (_what, options, message) => {
    const before = tree.listChanges();
    await expect((async () => toolGenerator(tree, options))()).rejects.toThrow(message);
    expect(tree.listChanges()).toEqual(before);
  });

  it('refuses a name that a tool has, in any library', async () => {
    const other = "class A { @Tool({ description: 'a', name: 'find.invoice' }) a() {} }";
    tree.write('libs/other/src/documented.ts', `/** @example ${other} */`);
    tree.write('libs/other/src/other.ts', other);
    await expect(toolGenerator(tree, { name: 'find.invoice' })).rejects.toThrow(
      /in libs\/other\/src\/other\.ts/,
    );
    await toolGenerator(tree, { name: 'findXinvoice' });
    await expect(toolGenerator(tree, { name: 'findXinvoice' })).rejects.toThrow(
      /take another name/,
    );
  });

  it('refuses a class that the module has, of another name', async () => {
    await toolGenerator(tree, { name: 'find_invoice' });
    const again = toolGenerator(tree, { name: 'find-invoice', folder: 'other' });
    await expect(again).rejects.toThrow(/has a FindInvoiceTool already/);
  });

  it('leaves a module that it does not understand, and makes the tool', async () => {
    const module = '@Module(metadata)\nexport class McpFeaturesModule {}';
    tree.write(MODULE, module);
    await toolGenerator(tree, { name: 'find_invoice' });
    expect(tree.read(MODULE, 'utf8')).toBe(module);
    expect(text('find-invoice/find-invoice.tool.ts')).not.toBe('');
  });
});
