import { z } from 'zod';
import { elicit } from './input-request';
import { formSchema } from './form-schema';

const formOf = (field: z.ZodType) =>
  elicit({ message: 'Please.', schema: z.object({ field }) }).params['requestedSchema'];

describe('a form', () => {
  it.each([
    [z.string().max(9).describe('A name'), { type: 'string', maxLength: 9, description: 'A name' }],
    [z.email(), { type: 'string', format: 'email' }],
    [z.uuid(), { type: 'string' }],
    [z.number().min(1), { type: 'number', minimum: 1 }],
    [z.boolean().default(true), { type: 'boolean', default: true }],
    [z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    [
      z.array(z.enum(['a', 'b'])).max(2),
      { type: 'array', maxItems: 2, items: { type: 'string', enum: ['a', 'b'] } },
    ],
  ])('says of a field no more than clients know', (field, json) => {
    expect(formOf(field)).toMatchObject({ type: 'object', properties: { field: json } });
    expect(Object.keys(formOf(field) as object)).not.toContain('additionalProperties');
  });

  it('has choices with titles', () => {
    const oneOf = [{ const: 'a', title: 'Apple' }];
    const properties = {
      one: { type: 'string', oneOf },
      some: { type: 'array', items: { anyOf: oneOf } },
    };
    expect(formSchema({ type: 'object', properties })).toEqual({ type: 'object', properties });
  });

  it.each([
    z.object({ street: z.string() }),
    z.array(z.string()),
    z.array(z.number()),
    z.union([z.string(), z.number()]),
    z.string().nullable(),
    z.any(),
  ])('that is not flat is refused before it is sent', (field) => {
    expect(() => formOf(field)).toThrow(
      'A form cannot have the field "field". A field is a string, number, integer or boolean, one of some strings, or an array of such.',
    );
  });

  it('is an object', () => {
    expect(() => elicit({ message: 'Please.', schema: { type: 'string' } })).toThrow(TypeError);
  });
});
