import { parse, type ScalarTag } from 'yaml';
import { isObject } from '@repo/foundation';
import { differences } from '../../deploy/differences';

const names = ['And', 'Base64', 'Condition', 'Equals', 'FindInMap', 'GetAtt', 'If', 'ImportValue'];
const more = ['Join', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub'];

/** The short forms of CloudFormation's functions, such as `!Ref`, as the object that they are short for. */
const customTags = [...names, ...more].flatMap((name) => {
  const tag = `!${name}`;
  const long = ['Condition', 'Ref'].includes(name) ? name : `Fn::${name}`;
  const wrap = (value: unknown) => ({ [long]: value });
  return [
    { tag, resolve: (text: string) => wrap(text) },
    { tag, collection: 'seq', resolve: (node: { toJSON(): unknown }) => wrap(node.toJSON()) },
    { tag, collection: 'map', resolve: (node: { toJSON(): unknown }) => wrap(node.toJSON()) },
  ] as unknown as ScalarTag[];
});

/** A template of CloudFormation, as text in YAML or JSON. */
export const parseTemplate = (text: string): unknown => parse(text, { customTags });

/** What differs between the template of a stack and the one to come, but for where the code is. */
export const templateDifferences = (before: string, after: string): string[] =>
  differences(withoutCode(parseTemplate(before)), withoutCode(parseTemplate(after)));

function withoutCode(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutCode);
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'CodeUri')
      .map(([key, value]) => [key, withoutCode(value)]),
  );
}
