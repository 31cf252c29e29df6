import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types';

export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Fields }>
  >;
}

type Fields = Readonly<Record<string, unknown>>;

let loaded: SpecDatabase | undefined;

/** The resources, properties and required properties that CloudFormation does not agree with. */
export function templateFaults({ Resources }: Template): string[] {
  const spec = (loaded ??= loadAwsServiceSpecSync());
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const [resource] = spec.lookup('resource', 'cloudFormationType', 'equals', Type);
    if (resource === undefined) return [`${id}: CloudFormation has no ${Type}`];
    return fieldFaults(spec, resource.properties, Properties, id);
  });
}

function fieldFaults(
  spec: SpecDatabase,
  known: Readonly<Record<string, Property>>,
  fields: Fields,
  path: string,
): string[] {
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required && !(name in fields))
    .map(([name]) => `${path} lacks ${name}`);
  const nested = Object.entries(fields).flatMap(([name, value]) => {
    const property = known[name];
    if (property === undefined) return [`${path} has no ${name}`];
    return valueFaults(spec, property.type, value, `${path}.${name}`);
  });
  return [...missing, ...nested];
}

function valueFaults(
  spec: SpecDatabase,
  type: PropertyType,
  value: unknown,
  path: string,
): string[] {
  if (Array.isArray(value)) {
    return type.type === 'array'
      ? value.flatMap((item, i) => valueFaults(spec, type.element, item, `${path}[${i}]`))
      : [];
  }
  if (typeof value !== 'object' || value === null || isIntrinsic(value)) return [];
  if (type.type !== 'ref') return [];
  const { properties } = spec.get('typeDefinition', type.reference);
  return fieldFaults(spec, properties, value as Fields, path);
}

const isIntrinsic = (value: object) => /^(Ref|Fn::.*)$/.test(Object.keys(value)[0] ?? '');
