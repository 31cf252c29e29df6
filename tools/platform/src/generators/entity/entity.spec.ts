import { readJson, type Tree } from '@nx/devkit';
import featureLibraryGenerator from '../feature-library/feature-library';
import { changedFiles, workspaceTree } from '../testing/workspace-tree';
import entityGenerator from './entity';

describe('the generator of entities', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspaceTree();
  });

  const read = (pattern: RegExp) =>
    tree.read(changedFiles(tree).find((file) => pattern.test(file)) ?? '', 'utf8') ?? '';

  it('makes the entity, the migration, and names both for the apps', async () => {
    await entityGenerator(tree, { name: 'invoice', fields: ['number:string', 'paidAt:time?'] });
    const entity = read(/invoice\.entity\.ts$/);
    expect(entity).toContain("@Column('text')\n  number!: string;");
    expect(entity).toContain(
      "@Column('timestamptz', { name: 'paid_at', nullable: true })\n  paidAt!: Date | null;",
    );
    const migration = read(/migrations\/\d{13}-create-invoice\.ts$/);
    expect(migration).toMatch(/"number" text NOT NULL,\s+"paid_at" timestamptz\n/);
    expect(migration).toContain('DROP TABLE "invoice"');
    const [className] = /CreateInvoice\d{13}/.exec(migration) ?? [];
    expect(read(/src\/database\.ts$/)).toContain(
      `{ entities: [InvoiceEntity], migrations: [${className}] }`,
    );
    expect(readJson(tree, 'libs/mcp-features/package.json')).toHaveProperty(
      'dependencies.typeorm',
      '1.1.1',
    );
    expect(read(/mcp-features\/jest\.config\.cjs$/)).toContain('{ database: true }');
  });

  it('gives a second one its place, and another library a list that the main one passes on', async () => {
    await entityGenerator(tree, { name: 'invoice', fields: ['a:int'] });
    await entityGenerator(tree, { name: 'order line', fields: ['a:int'] });
    expect(read(/mcp-features\/src\/database\.ts$/)).toContain('[InvoiceEntity, OrderLineEntity]');
    await featureLibraryGenerator(tree, { name: 'billing' });
    await entityGenerator(tree, { name: 'payment', fields: ['a:int'], library: 'billing' });
    expect(read(/billing\/src\/database\.ts$/)).toContain('entities: [PaymentEntity]');
    expect(read(/mcp-features\/src\/database\.ts$/)).toContain('= [featuresSchema, billingSchema]');
    expect(readJson(tree, 'libs/billing/package.json')).toHaveProperty(['exports', './database']);
  });

  it.each<[string, string[] | undefined, RegExp]>([
    ['a', undefined, /Say which columns/],
    ['a', ['number'], /"number" is no field/],
    ['a', ['number:text'], /Types: string, int/],
    ['a', ['Number:int'], /no field/],
    ['a', ['id:int'], /id is there by itself/],
    ['a', ['dueOn:date', 'dueON:date'], /due_on is there twice/],
    ['a', ['a";drop:int'], /no field/],
    ['migrations', ['a:int'], /in TypeORM/],
    ['taken', ['a:int'], /libs\/other/],
    ['a'.repeat(51), ['a:int'], /shorten it/],
  ])('refuses %s with %j, with nothing done', async (name, fields, message) => {
    tree.write('libs/other/src/taken.entity.ts', "@Entity('taken')");
    const before = tree.listChanges();
    const options = { name, ...(fields && { fields }) };
    await expect(entityGenerator(tree, options)).rejects.toThrow(message);
    expect(tree.listChanges()).toEqual(before);
  });
});
