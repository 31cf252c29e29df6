import { z } from 'zod';
import { CatalogBuilder } from './catalog.builder';
import type { FeatureDeclaration } from './feature.decorators';

const handler = () => undefined;
const tool = (options: object): FeatureDeclaration => ({
  kind: 'tool',
  options: { name: 'find', description: 'Finds.', ...options },
});
const resource = (options: object): FeatureDeclaration => ({
  kind: 'resource',
  options: { name: 'info', description: 'Informs.', ...options },
});

const prompt = (options: object): FeatureDeclaration => ({
  kind: 'prompt',
  options: { name: 'review', description: 'Reviews.', ...options },
});

function build(...declarations: FeatureDeclaration[]) {
  const builder = new CatalogBuilder();
  declarations.forEach((declaration, index) =>
    builder.add(declaration, handler, `Class.method${index}`),
  );
  return builder.build();
}

describe('the catalog', () => {
  it.each<[string, FeatureDeclaration[], RegExp]>([
    [
      'two tools of one name',
      [tool({}), tool({})],
      /Class.method1: a second tool "find". The first one is Class.method0/,
    ],
    ['a bad name', [tool({ name: 'find it' })], /the name "find it" is no tool name. Use 1 to 128/],
    ['no description', [tool({ description: ' ' })], /the tool "find" has no description/],
    [
      'an input that is no object',
      [tool({ input: z.string() })],
      /the input schema is not of an object/,
    ],
    [
      'an input of which no alternative is an object',
      [tool({ input: z.union([z.string(), z.array(z.object({}))]) })],
      /the input schema is not of an object/,
    ],
    [
      'a prompt with alternatives of arguments',
      [prompt({ arguments: z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]) })],
      /the schema of the arguments names none. Use one object/,
    ],
    [
      'a type without a JSON form',
      [tool({ input: z.object({ at: z.date() }) })],
      /the input schema cannot be used: .*Date/,
    ],
    [
      'something that is no schema',
      [tool({ input: { type: 'object' } })],
      /it is no Standard Schema: use zod 4, or fromJsonSchema/,
    ],
    [
      'a header on a number',
      [tool({ input: z.object({ n: z.number().meta({ 'x-mcp-header': 'N' }) }) })],
      /"x-mcp-header" of "n" needs a string, integer or boolean/,
    ],
    [
      'a header that is no token',
      [tool({ input: z.object({ n: z.string().meta({ 'x-mcp-header': 'a b' }) }) })],
      /must be a header name token/,
    ],
    [
      'two headers of one name',
      [
        tool({
          input: z.object({
            a: z.string().meta({ 'x-mcp-header': 'N' }),
            b: z.string().meta({ 'x-mcp-header': 'n' }),
          }),
        }),
      ],
      /the same but for case/,
    ],
    [
      'a header in a list',
      [tool({ input: z.object({ a: z.array(z.string().meta({ 'x-mcp-header': 'N' })) }) })],
      /no chain of "properties"/,
    ],
    [
      'a resource without an address',
      [resource({})],
      /needs "uri" or "uriTemplate". Give exactly one/,
    ],
    [
      'a resource with both',
      [resource({ uri: 'a://b', uriTemplate: 'a://{b}' })],
      /Give exactly one/,
    ],
    [
      'a template without variables',
      [resource({ uriTemplate: 'a://b' })],
      /"a:\/\/b" has no variable/,
    ],
    ['a template that is none', [resource({ uriTemplate: 'a://{b' })], /is no URI template/],
    [
      'two resources of one URI',
      [resource({ uri: 'a://b' }), resource({ name: 'other', uri: 'a://b' })],
      /a second resource "a:\/\/b"/,
    ],
    [
      'an argument of a prompt that is a number',
      [prompt({ arguments: z.object({ count: z.number().optional() }) })],
      /Class.method0: the prompt's argument "count" cannot be a string. Clients send nothing else/,
    ],
    [
      'an argument of a prompt that is one of two objects',
      [prompt({ arguments: z.object({ a: z.union([z.object({}), z.array(z.string())]) }) })],
      /argument "a" cannot be a string/,
    ],
    [
      'a completion of nothing',
      [{ kind: 'completion', options: { prompt: 'review', argument: 'x' } }],
      /the prompt "review" has no argument "x"/,
    ],
  ])('stops the start for %s', (_case, declarations, message) => {
    expect(() => build(...declarations)).toThrow(message);
  });

  it('takes every argument of a prompt that may be a string', () => {
    const strings = z.object({
      text: z.string().optional(),
      number: z.string().pipe(z.coerce.number()),
      flag: z.stringbool(),
      choice: z.enum(['a', 'b']),
      literal: z.literal('a'),
      either: z.union([z.string(), z.number()]),
      formats: z.union([z.email(), z.url()]),
      anything: z.unknown(),
    });
    expect(build(prompt({ arguments: strings })).prompts.size).toBe(1);
  });

  it('lists by name, whatever the order of declaration', () => {
    const { tools } = build(tool({ name: 'b' }), tool({ name: 'a' }), tool({ name: 'B' }));
    expect([...tools.keys()]).toEqual(['B', 'a', 'b']);
  });

  it('finds a fixed resource before a template that fits too', () => {
    const catalog = build(
      resource({ name: 'any', uriTemplate: 'a://{b}' }),
      resource({ uri: 'a://fixed' }),
    );
    expect(catalog.resource('a://fixed')?.resource.name).toBe('info');
    expect(catalog.resource('a://other')).toMatchObject({
      resource: { name: 'any' },
      variables: { b: 'other' },
    });
    expect(catalog.resource('b://other')).toBeUndefined();
  });
});
