import { legacyEntry, withObjectType } from './object-root';

const object = { type: 'object', properties: {} };
const text = { type: 'string' };

describe('a schema without a type at its root', () => {
  it.each<[string, object, boolean, boolean]>([
    ['a union of objects', { oneOf: [object, object] }, true, true],
    ['unions in a union', { anyOf: [object, { oneOf: [object] }] }, true, true],
    ['an intersection', { allOf: [object, object] }, true, true],
    ['properties alone', { properties: {} }, true, true],
    ['a definition', { $ref: '#/$defs/A', $defs: { A: object } }, true, true],
    ['a definition of text', { $ref: '#/$defs/A', $defs: { A: text } }, true, false],
    ['an object or text', { anyOf: [object, text] }, true, false],
    ['text or text', { anyOf: [text, { anyOf: [text] }] }, false, false],
    ['anything', {}, true, false],
  ])(
    'of %s is an object where it may be: as input, and as output',
    (_of, schema, input, output) => {
      const typed = { type: 'object', ...schema };
      expect(withObjectType({ ...schema }, 'input')).toEqual(input ? typed : schema);
      expect(withObjectType({ ...schema }, 'output')).toEqual(output ? typed : schema);
    },
  );
});

describe('an output schema under a key', () => {
  it('refers to itself at its new place, and leaves data and other documents alone', () => {
    const items = { $ref: '#/$defs/Tree' };
    const natural = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'array',
      items,
      contains: { $ref: '#' },
      default: [{ $ref: '#' }],
      $defs: {
        Tree: { properties: { default: { $ref: '#/$defs/Tree' }, of: { $ref: 'https://a.b/c#' } } },
        Own: { $id: 'https://a.b/own', items: { $ref: '#/x' } },
      },
    };
    expect(legacyEntry({ name: 'a', outputSchema: natural })).toEqual({
      name: 'a',
      outputSchema: {
        $schema: natural.$schema,
        type: 'object',
        required: ['result'],
        properties: {
          result: {
            ...natural,
            items: { $ref: '#/properties/result/$defs/Tree' },
            contains: { $ref: '#/properties/result' },
            $defs: {
              Tree: {
                properties: {
                  default: { $ref: '#/properties/result/$defs/Tree' },
                  of: { $ref: 'https://a.b/c#' },
                },
              },
              Own: natural.$defs.Own,
            },
          },
        },
      },
    });
  });
});
