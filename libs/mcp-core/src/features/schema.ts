import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { JsonSchema } from './json-schema';
import { withObjectType } from './object-root';
import { describe } from '../protocol/json-rpc';

/**
 * A schema that validates and that has a JSON Schema form: zod 4, ArkType, Valibot (with its JSON
 * Schema adapter), or a plain JSON Schema through the SDK's `fromJsonSchema`.
 *
 * @see https://standardschema.dev
 */
export type Schema<Input = unknown, Output = Input> = StandardSchemaWithJSON<Input, Output>;

/** What a method receives after its arguments passed the schema. */
export type Validated<S extends Schema> = StandardSchemaWithJSON.InferOutput<S>;

export type Validation =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/** One schema of the catalog: converted once at start, asked at each call. */
export class CompiledSchema {
  private readonly standard: Schema['~standard'];

  private constructor(
    schema: Schema,
    readonly json: JsonSchema,
    /** What the faults call the value as a whole. */
    private readonly root: string,
  ) {
    this.standard = schema['~standard'];
  }

  /**
   * @param side what is advertised: what a client sends (`input`) or gets (`output`); they differ
   *   where the schema transforms.
   * @throws {Error} says why the schema has no JSON Schema form.
   */
  static compile(schema: Schema, side: 'input' | 'output'): CompiledSchema {
    const standard = (schema as Partial<Schema> | undefined)?.['~standard'];
    if (typeof standard?.validate !== 'function') {
      throw new Error('it is no Standard Schema: use zod 4, or fromJsonSchema() for a JSON Schema');
    }
    if (typeof standard.jsonSchema?.[side] !== 'function') {
      throw new Error(`${standard.vendor} gives it no JSON Schema form`);
    }
    const json = withObjectType(standard.jsonSchema[side]({ target: 'draft-2020-12' }), side);
    return new CompiledSchema(schema, json, side === 'input' ? 'arguments' : 'result');
  }

  /** Never throws for a value that does not fit; resolves later only where a refinement does. */
  validate(value: unknown): Validation | Promise<Validation> {
    const result = this.standard.validate(value);
    return result instanceof Promise
      ? result.then((settled) => toValidation(settled, value, this.root))
      : toValidation(result, value, this.root);
  }
}

type StandardResult = Awaited<ReturnType<Schema['~standard']['validate']>>;
type Issue = NonNullable<StandardResult['issues']>[number];

/** A client that sends rubbish gets the first few faults, not a megabyte of them. */
const MAX_ISSUES = 8;

function toValidation(result: StandardResult, value: unknown, root: string): Validation {
  if (result.issues === undefined) return { ok: true, value: result.value };
  return { ok: false, problem: problemOf(result.issues, value, root) };
}

/** @param root what a fault of the whole value is called by */
export function problemOf(issues: readonly Issue[], value: unknown, root: string): string {
  const lines = issues.slice(0, MAX_ISSUES).map((issue) => explain(issue, value, root));
  const rest = issues.length - lines.length;
  if (rest > 0) lines.push(`and ${rest} more`);
  return lines.join('; ');
}

/** Path, expectation and the type that was found: never the value, which may be a secret. */
function explain(issue: Issue, value: unknown, root: string): string {
  const path = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  const found = path.reduce<unknown>(
    (parent, key) => (parent as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const name = path.length === 0 ? root : path.map(String).join('.').slice(0, 200);
  return `${name}: ${issue.message.slice(0, 300)} (found ${describe(found)})`;
}
