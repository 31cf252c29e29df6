import { addFormats, Ajv } from '@modelcontextprotocol/server/validators/ajv';
import { isObject } from '@repo/foundation';
import { type Definitions, publishedSchema, type Revision } from './published-schemas';

/** Its type is lost in the SDK's bundle. */
const useFormats = addFormats as (ajv: InstanceType<typeof Ajv>) => void;

type Validator = ReturnType<InstanceType<typeof Ajv>['compile']>;

const schemas = new Map<Revision, ProtocolSchema>();

/** What a server may send in one revision, by the `schema.json` of the specification. */
export class ProtocolSchema {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly definitions: Definitions;
  /** The names of definitions: of messages and results by method, of errors by code. */
  private readonly messages = new Map<unknown, string>();
  private readonly results = new Map<unknown, string>();
  private readonly errors = new Map<unknown, string>();
  private readonly validators = new Map<string, Validator>();

  static of(revision: Revision): ProtocolSchema {
    const schema = schemas.get(revision) ?? new ProtocolSchema(revision);
    schemas.set(revision, schema);
    return schema;
  }

  private constructor(private readonly revision: Revision) {
    this.definitions = publishedSchema(revision);
    useFormats(this.ajv);
    // Their references are `#/$defs/…` or `#/definitions/…`, by revision.
    this.ajv.addSchema({ $defs: this.definitions, definitions: this.definitions }, 'published');
    for (const [name, definition] of Object.entries(this.definitions)) this.index(name, definition);
  }

  /**
   * @param method of the request that the message answers, if it is one
   * @returns what the schema forbids in a message of a server; undefined for a valid one
   */
  faultIn(message: unknown, method?: unknown): string | undefined {
    const fault = this.misfitOf(message, method);
    return fault && `${this.revision}: ${fault}, in ${JSON.stringify(message)}`;
  }

  private misfitOf(message: unknown, answered: unknown): string | undefined {
    if (!isObject(message)) return 'no message';
    const { method, result, error } = message;
    if (method !== undefined) {
      const fault = this.notOfServers(method, 'id' in message);
      return fault ?? this.misfit(this.messages.get(method)!, message);
    }
    if (error !== undefined) {
      const known = isObject(error) ? this.errors.get(error['code']) : undefined;
      if (known !== undefined || 'JSONRPCErrorResponse' in this.definitions) {
        return this.misfit(known ?? 'JSONRPCErrorResponse', message);
      }
      // Before 2025-11-25 there was no form for an error that belongs to no request.
      return this.misfit('JSONRPCError', { id: '', ...message });
    }
    return (
      this.misfit(this.oneOf('JSONRPCResultResponse', 'JSONRPCResponse'), message) ??
      this.misfit(this.formOf(result, answered), result)
    );
  }

  private notOfServers(method: unknown, isRequest: boolean): string | undefined {
    const union = this.definitions[isRequest ? 'ServerRequest' : 'ServerNotification'];
    const members = (union?.['anyOf'] ?? []) as { $ref: string }[];
    const name = this.messages.get(method);
    if (members.some(({ $ref }) => $ref.endsWith(`/${name}`))) return undefined;
    return `no ${isRequest ? 'request' : 'notification'} of a server is ${JSON.stringify(method)}`;
  }

  /** A call can be answered with questions, or with a task. */
  private formOf(result: unknown, method: unknown): string {
    if (!isObject(result)) return this.resultOf(method);
    if (result['resultType'] === 'input_required') return 'InputRequiredResult';
    return 'task' in result ? this.oneOf('CreateTaskResult', 'Result') : this.resultOf(method);
  }

  private resultOf(method: unknown): string {
    return this.results.get(method) ?? this.oneOf('EmptyResult', 'Result');
  }

  private oneOf(...names: string[]): string {
    return names.find((name) => name in this.definitions)!;
  }

  private misfit(name: string, value: unknown): string | undefined {
    const validate = this.validators.get(name) ?? this.compile(name);
    if (validate(value)) return undefined;
    return this.ajv.errorsText(validate.errors, { dataVar: name });
  }

  private compile(name: string): Validator {
    const validator = this.ajv.compile({ $ref: `published#/$defs/${name}` });
    this.validators.set(name, validator);
    return validator;
  }

  private index(name: string, { properties }: Record<string, unknown>): void {
    const { method, error } = (properties ?? {}) as {
      method?: { const?: string };
      error?: { allOf?: { properties?: { code?: { const?: number } } }[] };
    };
    for (const part of error?.allOf ?? []) {
      const code = part.properties?.code?.const;
      if (code !== undefined) this.errors.set(code, name);
    }
    if (method?.const === undefined) return;
    this.messages.set(method.const, name);
    const result = name.replace(/Request$/, 'Result');
    if (result !== name && result in this.definitions) this.results.set(method.const, result);
  }
}
