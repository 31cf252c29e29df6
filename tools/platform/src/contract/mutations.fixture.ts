import { catalogs, type Catalogs } from './catalog';

/** A catalog as a server writes it, for each mutation anew. */
export const before = (): Catalogs =>
  catalogs.parse({
    main: {
      tools: {
        find_invoice: {
          title: 'Find an invoice',
          description: 'Finds one invoice by its number.',
          scopes: ['invoices:read'],
          inputSchema: {
            type: 'object',
            properties: {
              number: { type: 'string', maxLength: 32, description: 'As printed.' },
              state: { enum: ['open', 'paid', 'late'] },
              limit: { type: 'integer', minimum: 1, maximum: 100 },
              tags: { type: 'array', items: { type: 'string' }, maxItems: 5 },
              page: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
            },
            required: ['number'],
            additionalProperties: false,
          },
          outputSchema: {
            type: 'object',
            properties: {
              total: { type: 'number' },
              currency: { enum: ['EUR', 'USD'] },
              note: { type: 'string' },
            },
            required: ['total', 'currency'],
            additionalProperties: false,
          },
          annotations: { readOnlyHint: true, idempotentHint: true },
        },
        close_month: { inputSchema: { type: 'object' }, task: 'optional', anyScope: ['a', 'b'] },
      },
      resources: { 'book://{page}': { mimeType: 'text/plain' } },
      prompts: { review: { arguments: { code: true, style: false } } },
    },
  });

type Tool = Catalogs[string]['tools'][string];
export type Main = Catalogs[string];
type Properties = Record<string, Record<string, unknown>>;

/** A mutation of the tool, of its input's fields, or of its output's. */
export const tool = (change: (tool: Tool) => void) => (main: Main) =>
  change(main.tools['find_invoice']!);
const input = (change: (fields: Properties, schema: Record<string, unknown>) => void) =>
  tool(({ inputSchema }) => change(inputSchema['properties'] as Properties, inputSchema));
const output = (change: (fields: Properties, schema: Record<string, unknown>) => void) =>
  tool(({ outputSchema = {} }) => change(outputSchema['properties'] as Properties, outputSchema));

export const BREAKING: [string, (main: Main) => void, string][] = [
  ['a tool is removed', (main) => delete main.tools['find_invoice'], 'removed'],
  [
    'an enum is narrowed',
    input((f) => (f['state'] = { enum: ['open', 'paid'] })),
    'input/state: one of "open", "paid", was one of "open", "paid", "late"',
  ],
  [
    'a field becomes an enum',
    input((f) => (f['number'] = { enum: ['A'] })),
    'input/number: one of "A", was any value',
  ],
  [
    'a field is newly required',
    input((_f, s) => (s['required'] = ['number', 'state'])),
    'input/state: required, was optional',
  ],
  [
    'a new field is required',
    input((f, s) => {
      f['year'] = { type: 'integer' };
      s['required'] = ['number', 'year'];
    }),
    'input/year: required, was optional',
  ],
  [
    'a field is removed from a closed object',
    input((f) => delete f['limit']),
    'input/limit: no such field, was a field',
  ],
  [
    'a type changes',
    input((f) => (f['number'] = { type: 'integer' })),
    'input/number: type integer, was type string',
  ],
  [
    'a whole number is no number',
    input((f) => (f['limit'] = { type: 'string' })),
    'input/limit: type string, was type integer',
  ],
  [
    'a text may be less long',
    input((f) => (f['number']!['maxLength'] = 16)),
    'input/number: maxLength 16, was maxLength 32',
  ],
  [
    'a number has to be larger',
    input((f) => (f['limit']!['minimum'] = 10)),
    'input/limit: minimum 10, was minimum 1',
  ],
  [
    'a list may be less long',
    input((f) => (f['tags']!['maxItems'] = 1)),
    'input/tags: maxItems 1, was maxItems 5',
  ],
  [
    'elements change',
    input((f) => (f['tags']!['items'] = { type: 'integer' })),
    'input/tags/[]: type integer, was type string',
  ],
  [
    'a text gets a pattern',
    input((f) => (f['number']!['pattern'] = '^A')),
    'input/number: pattern "^A", was no pattern',
  ],
  [
    'null is not taken any more',
    input((f) => (f['page'] = { type: 'integer' })),
    'input/page: type integer, was type null',
  ],
  [
    'a hint is flipped: it writes',
    tool((t) => (t.annotations = { ...t.annotations, readOnlyHint: false })),
    'readOnlyHint is false, was true',
  ],
  [
    'a hint is dropped',
    tool((t) => (t.annotations = { readOnlyHint: true })),
    'idempotentHint is false, was true',
  ],
  ['a scope is needed', tool((t) => t.scopes.push('audit')), 'needs the scope audit'],
  [
    'one of several scopes is not enough',
    (main) => main.tools['close_month']!.anyScope.pop(),
    'the scope b is not enough any more',
  ],
  [
    'an output is not described',
    tool((t) => delete t.outputSchema),
    'has no output schema any more',
  ],
  [
    'a field of the output may be missing',
    output((_f, s) => (s['required'] = ['total'])),
    'output/currency: optional, was required',
  ],
  [
    'a field of the output has new values',
    output((f) => (f['currency'] = { enum: ['EUR', 'USD', 'CHF'] })),
    'output/currency: one of "EUR", "USD", "CHF", was one of "EUR", "USD"',
  ],
  [
    'a field of the output has another type',
    output((f) => (f['total'] = { type: 'string' })),
    'output/total: type string, was type number',
  ],
  [
    'a client needs tasks',
    (main) => (main.tools['close_month']!.task = 'required'),
    'needs a client with tasks',
  ],
  [
    'a resource has another type',
    (main) => (main.resources['book://{page}']!.mimeType = 'text/html'),
    'its MIME type is text/html, was text/plain',
  ],
  ['a resource is removed', (main) => delete main.resources['book://{page}'], 'removed'],
  [
    'an argument of a prompt is removed',
    (main) => delete main.prompts['review']!.arguments['style'],
    'argument style: removed',
  ],
  [
    'an argument of a prompt is required',
    (main) => (main.prompts['review']!.arguments['style'] = true),
    'argument style: required',
  ],
];

export const HARMLESS: [string, (main: Main) => void, string][] = [
  [
    'a tool is added',
    (main) => (main.tools['other'] = structuredClone(main.tools['close_month']!)),
    'added',
  ],
  [
    'an enum is widened',
    input((f) => (f['state'] = { enum: ['open', 'paid', 'late', 'lost'] })),
    'another input schema, which fits',
  ],
  [
    'an optional field is added',
    input((f) => (f['year'] = { type: 'integer' })),
    'another input schema, which fits',
  ],
  [
    'a field is optional',
    input((_f, s) => (s['required'] = [])),
    'another input schema, which fits',
  ],
  [
    'a text may be longer',
    input((f) => (f['number']!['maxLength'] = 64)),
    'another input schema, which fits',
  ],
  [
    'a whole number may be any',
    input((f) => (f['limit'] = { ...f['limit'], type: 'number' })),
    'another input schema, which fits',
  ],
  [
    'a field may be null',
    input((f) => (f['number'] = { anyOf: [{ ...f['number'] }, { type: 'null' }] })),
    'another input schema, which fits',
  ],
  [
    'a field is described otherwise',
    input((f) => (f['number']!['description'] = 'New.')),
    'another input schema, which fits',
  ],
  ['it is described otherwise', tool((t) => (t.description = 'New.')), 'another description'],
  [
    'it is read-only now',
    tool((t) => (t.annotations = { ...t.annotations, destructiveHint: false })),
    'destructiveHint is false, was true',
  ],
  ['a scope is not needed', tool((t) => t.scopes.pop()), 'needs the scope invoices:read no more'],
  [
    'a field is added to the output',
    output((f) => (f['paid'] = { type: 'boolean' })),
    'another output schema, which fits',
  ],
  [
    'a field of the output is always there',
    output((_f, s) => (s['required'] = ['total', 'currency', 'note'])),
    'another output schema, which fits',
  ],
  [
    'a field of the output has fewer values',
    output((f) => (f['currency'] = { const: 'EUR' })),
    'another output schema, which fits',
  ],
  [
    'calls are tasks no more',
    (main) => delete main.tools['close_month']!.task,
    'its calls are no tasks',
  ],
  [
    'an argument of a prompt is added',
    (main) => (main.prompts['review']!.arguments['more'] = false),
    'argument more: added',
  ],
];
