import { fromJsonSchema } from '@modelcontextprotocol/server';
import { messageOf } from '@repo/foundation';
import { defineTool, FeatureSource, ToolError, type ToolContext } from '@repo/mcp-core';
import { ApiConnection, type ApiOptions } from './api-connection';
import { buildRequest, type Arguments } from './build-request';
import type { OpenApiDocument } from './document';
import { operationsOf, type Operation } from './operations';
import { readAnswer } from './read-answer';

type Feature = ReturnType<typeof defineTool>;

export interface OpenApiOptions extends ApiOptions {
  /** What the names of the tools begin with, such as `crm_`. */
  readonly prefix?: string;
  /** The scopes that callers of these tools need. */
  readonly scopes?: readonly string[];
}

/**
 * The tools of an HTTP API: one for each operation of its OpenAPI document. It sends to the address of
 * the API alone and follows no redirect; its credential is the server's own, never the caller's.
 *
 * @example
 * ```ts
 * @Injectable()
 * export class BillingTools extends OpenApiSource {
 *   constructor({ values }: BillingConfig) {
 *     super(document, { url: values.BILLING_URL, credential: values.BILLING_CREDENTIAL });
 *   }
 * }
 * ```
 */
export abstract class OpenApiSource extends FeatureSource {
  private readonly tools: readonly Feature[];
  private readonly connection: ApiConnection;

  /** @throws {Error} the document is of another version, has a broken reference, or names no server */
  constructor(
    document: OpenApiDocument,
    private readonly options: OpenApiOptions = {},
  ) {
    super();
    this.connection = new ApiConnection(document, options);
    this.tools = operationsOf(document).map((operation) => this.tool(operation));
  }

  features(): readonly Feature[] {
    return this.tools;
  }

  private tool(operation: Operation): Feature {
    const { name, description, method, input } = operation;
    const { prefix = '', scopes } = this.options;
    return defineTool(
      {
        name: prefix + name,
        description,
        input: fromJsonSchema<Arguments>(input),
        ...(scopes === undefined ? {} : { scopes: [...scopes] }),
        annotations: {
          readOnlyHint: method === 'get' || method === 'head',
          destructiveHint: method === 'delete',
          idempotentHint: method !== 'post' && method !== 'patch',
          openWorldHint: true,
        },
      },
      (sent: Arguments, context) => this.call(operation, sent, context),
    );
  }

  private async call(operation: Operation, sent: Arguments, { signal }: ToolContext) {
    const { base, maxAnswerBytes } = this.connection;
    const request = buildRequest(operation, base, sent);
    let response: Response;
    try {
      response = await this.connection.send(request, operation.isSecured, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new ToolError(`The API cannot be reached: ${messageOf(error)}`, { cause: error });
    }
    return readAnswer(operation, response, maxAnswerBytes);
  }
}
