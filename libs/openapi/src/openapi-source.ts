import { fromJsonSchema } from '@modelcontextprotocol/server';
import { messageOf } from '@repo/foundation';
import { defineTool, FeatureSource, ToolError, type ToolContext } from '@repo/mcp-core';
import { buildRequest, type Arguments } from './build-request';
import { addCredential } from './credential';
import type { OpenApiDocument } from './document';
import { operationsOf, type Operation } from './operations';
import { readAnswer } from './read-answer';

type Feature = ReturnType<typeof defineTool>;

export interface OpenApiOptions {
  /** Where the API is; default: the first server that the document names. */
  readonly url?: string;
  /** A token, a key, or `user:password`, whatever the document asks for. */
  readonly credential?: string;
  /** What the names of the tools begin with, such as `crm_`. */
  readonly prefix?: string;
  /** Bytes of an answer; default 256 KiB. */
  readonly maxAnswerBytes?: number;
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
  private readonly base: URL;

  /** @throws {Error} the document is of another version, has a broken reference, or names no server */
  constructor(
    private readonly document: OpenApiDocument,
    private readonly options: OpenApiOptions = {},
  ) {
    super();
    const url = options.url ?? document.servers?.[0]?.url ?? '';
    if (!URL.canParse(url)) {
      throw new Error(`The document names no whole address ("${url}"): give it as the option url.`);
    }
    this.base = new URL(url);
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
    const { credential, maxAnswerBytes = 262_144 } = this.options;
    const request = buildRequest(operation, this.base, sent);
    if (operation.isSecured && credential !== undefined) {
      addCredential(request, this.document, credential);
    }
    const { url, method, headers, body } = request;
    let response: Response;
    try {
      response = await fetch(url, {
        method: method.toUpperCase(),
        headers,
        body,
        signal,
        redirect: 'manual',
      });
    } catch (error) {
      signal.throwIfAborted();
      throw new ToolError(`The API cannot be reached: ${messageOf(error)}`, { cause: error });
    }
    return readAnswer(operation, response, maxAnswerBytes);
  }
}
