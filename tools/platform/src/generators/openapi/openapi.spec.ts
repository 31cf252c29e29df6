import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, type Tree } from '@nx/devkit';
import { MODULE, workspaceTree } from '../testing/workspace-tree';
import type { Document } from './cut-document';
import openapiGenerator from './openapi';

const YAML = `
openapi: 3.0.3
info: { title: Billing of Example, version: 2.0.0, description: long }
servers: [{ url: https://billing.example.com }]
paths:
  /invoices:
    x-internal: true
    get:
      operationId: listInvoices
      tags: [invoices]
      parameters: [{ $ref: '#/components/parameters/page' }]
      responses: { '200': { description: All, content: { application/json: { schema: { $ref: '#/components/schemas/Unused' } } } } }
    post:
      operationId: createInvoice
      tags: [invoices, writing]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Invoice' } } } }
      responses: { '201': { description: Made } }
  /people:
    get: { operationId: listPeople, tags: [people], responses: { '200': { description: All } } }
components:
  parameters: { page: { name: page, in: query, schema: { type: integer }, example: 3 } }
  schemas:
    Unused: { type: object }
    Invoice: { type: object, properties: { example: { type: string }, next: { $ref: '#/components/schemas/Invoice' } } }
`;
const ASSET = 'libs/mcp-features/assets/billing.openapi.json';

describe('the generator of tools from an OpenAPI document', () => {
  let folder: string;
  let tree: Tree;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openapi-'));
    tree = workspaceTree();
    tree.write('libs/mcp-features/src/sections.ts', 'export const sections: OwnSection[] = [];');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const generate = (options: object = {}, text = YAML) => {
    const document = join(folder, 'billing.yaml');
    writeFileSync(document, text);
    return openapiGenerator(tree, { document, name: 'billing', ...options });
  };
  const cut = () => readJson<Document>(tree, ASSET);
  const text = (file: string) => tree.read(`libs/mcp-features/src/${file}`, 'utf8') ?? '';

  it('keeps what tools are made of, and no more', async () => {
    await generate();
    const { info, paths, components } = cut();
    expect(info).toEqual({ title: 'Billing of Example', version: '2.0.0' });
    expect(Object.keys(paths)).toEqual(['/invoices', '/people']);
    expect(JSON.stringify(paths)).not.toMatch(/"200"|Unused|x-internal/);
    expect(components).toEqual({
      parameters: { page: { name: 'page', in: 'query', schema: { type: 'integer' } } },
      schemas: {
        Invoice: {
          type: 'object',
          properties: {
            example: { type: 'string' },
            next: { $ref: '#/components/schemas/Invoice' },
          },
        },
      },
      securitySchemes: {},
    });
  });

  it('makes a document that it takes itself', async () => {
    await generate();
    const first = cut();
    tree.delete(ASSET);
    tree.delete('libs/mcp-features/src/billing');
    await generate({ name: 'again' }, JSON.stringify(first));
    expect(readJson(tree, ASSET.replace('billing', 'again'))).toEqual(first);
  });

  it('takes the operations of tags, and single ones', async () => {
    await generate({ tags: ['people'], operations: ['createInvoice'] });
    const { paths } = cut();
    expect(Object.keys(paths['/invoices'] ?? {})).toEqual(['post']);
    expect(Object.keys(paths)).toEqual(['/invoices', '/people']);
  });

  it('makes a provider, a section of the configuration, and a spec', async () => {
    await generate({ name: 'old-billing', scopes: ['invoices:read'] });
    expect(text('old-billing/old-billing.tools.ts')).toContain("prefix: 'old_billing_'");
    expect(text('old-billing/old-billing.tools.ts')).toContain('scopes: ["invoices:read"]');
    expect(text('old-billing/old-billing.config.ts')).toContain('OLD_BILLING_CREDENTIAL');
    expect(text('old-billing/old-billing.tools.spec.ts')).toContain('OldBillingTools');
    expect(tree.read(MODULE, 'utf8')).toContain('providers: [OldBillingTools]');
    expect(text('sections.ts')).toContain('= [OldBillingConfig]');
  });

  it('makes a client with the types of the chosen operations and their answers', async () => {
    await generate({ operations: ['listInvoices'], client: true });
    expect(text('billing/billing.client.ts')).toContain('ApiClient<paths>');
    expect(tree.read(MODULE, 'utf8')).toContain('providers: [BillingTools, BillingClient]');
    const types = text('billing/billing.paths.ts');
    expect(types).toContain('"application/json": components["schemas"]["Unused"]');
    expect(types).not.toContain('createInvoice');
    expect(JSON.stringify(cut())).not.toContain('Unused');
  });

  it.each([
    ['an unknown tag', { tags: ['money'] }, YAML, /tag money\. There are: invoices/],
    ['an unknown operation', { operations: ['pay'] }, YAML, /operationId pay\. There are: list/],
    ['what is no such document', {}, 'swagger: "2.0"\npaths: {}', /no OpenAPI document|version/],
    [
      'a document without operations',
      {},
      YAML.replace(/paths:[^]*components:/, 'paths: {}\ncomponents:'),
      /no such operation/,
    ],
    ['a reference to nothing', {}, YAML.replace('schemas/Invoice', 'schemas/None'), /None/],
    ['a name that no class can have', { name: '7' }, YAML, /begin with a letter/],
  ])('refuses %s, with nothing done', async (_what, options, document, message) => {
    const before = tree.listChanges().length;
    await expect(generate(options, document)).rejects.toThrow(message);
    expect(tree.listChanges()).toHaveLength(before);
  });

  it('refuses a name that is taken', async () => {
    await generate();
    await expect(generate()).rejects.toThrow(/There is libs.*billing already/);
  });

  it('follows no reference out of the document', async () => {
    const outside = YAML.replace('#/components/schemas/Invoice', '../../../../etc/hostname');
    await expect(generate({}, outside)).rejects.toThrow(/hostname/);
  });
});
