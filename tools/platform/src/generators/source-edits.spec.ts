import { createTree } from '@nx/devkit/testing';
import { addToArray, addToModule } from './source-edits';

const FILE = 'libs/shop/src/shop.module.ts';
const registration = { file: FILE, name: 'NewTool', from: 'libs/shop/src/new/new.tool.ts' };

/** The text with all space made one, since a formatter follows. */
const flat = (text: string | null) => text?.replace(/\s+/g, ' ').trim();

function edited(text: string, edit = addToModule): { text?: string; left: string | undefined } {
  const tree = createTree();
  tree.write(FILE, text);
  const left =
    edit === addToModule
      ? addToModule(tree, 'providers', registration)
      : addToArray(tree, 'schemas', registration);
  return { text: flat(tree.read(FILE, 'utf8')), left };
}

const IMPORT = `import { NewTool } from './new/new.tool';`;

describe('a class is added to', () => {
  it.each([
    ['an empty module', '@Module({}) class A {}', '@Module({providers: [NewTool]}) class A {}'],
    [
      'one that has other things',
      '@Module({ imports: [B] }) class A {}',
      '@Module({ imports: [B], providers: [NewTool] }) class A {}',
    ],
    [
      'the list of the decorator',
      '@Module({ providers: [B, C,] }) class A {}',
      '@Module({ providers: [B, C, NewTool,] }) class A {}',
    ],
    [
      'that of a method, not that of a module in it',
      '@Module({}) class A { static forRoot() { return { imports: [{ module: B, providers: [] }], providers: [C] }; } }',
      '@Module({}) class A { static forRoot() { return { imports: [{ module: B, providers: [] }], providers: [C, NewTool] }; } }',
    ],
  ])('%s', (_what, before, after) => {
    expect(edited(`import { B } from 'b';\n${before}`)).toEqual({
      text: `import { B } from 'b'; ${IMPORT} ${after}`,
      left: undefined,
    });
  });

  it('an exported array', () => {
    const { text } = edited('export const schemas: readonly S[] = [];', addToArray);
    expect(text).toBe(`${IMPORT}export const schemas: readonly S[] = [NewTool];`);
  });
});

describe('an import is added', () => {
  it.each([
    ['./a', `import { B } from 'b'; import { C } from './c'; import { A } from './a';`],
    ['a', `import { B } from 'b'; import { A } from 'a'; import { C } from './c';`],
    ['b', `import { B, A } from 'b'; import { C } from './c';`],
  ])('from %s', (from, imports) => {
    const tree = createTree();
    tree.write(FILE, `import { B } from 'b';\nimport { C } from './c';\nconst list = [];`);
    addToArray(tree, 'list', { file: FILE, name: 'A', from });
    expect(flat(tree.read(FILE, 'utf8'))).toBe(`${imports} const list = [A];`);
  });
});

describe('what is not understood', () => {
  it.each([
    ['a module that computes its metadata', '@Module(metadata) class A {}'],
    ['no module', 'export const a = 1;'],
  ])('stays as it is: %s', (_what, before) => {
    const { text, left } = edited(before);
    expect(text).toBe(before);
    expect(left).toMatch(/shop\.module\.ts has another shape .* import NewTool/);
  });

  it('is a name that is there already', () => {
    expect(() => edited('import { NewTool } from "a"; @Module({}) class A {}')).toThrow(
      /a NewTool already/,
    );
  });
});
