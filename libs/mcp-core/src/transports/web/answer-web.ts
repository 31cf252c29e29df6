import { errorReply, type HttpHandler, type HttpReply } from '../http/http-message';
import { ProtocolError } from '../../protocol/protocol.error';
import { readWebBody } from './read-web-body';
import { WebMcpRequest, type WebCaller, type WebRequest } from './web-mcp-request';
import { toWebResponse } from './web-reply';

export interface WebOptions extends WebCaller {
  /** Bytes of the largest body, such as `HttpConfig.maxRequestBytes`. */
  readonly maxRequestBytes: number;
}

/**
 * Answers a web `Request` by an MCP host, for platforms whose functions are `Request` → `Response`.
 * Host, origin and caller are checked before, as for every `HttpRequest`. Nothing is allocated but
 * the request and the response themselves.
 *
 * @example
 * const host = app.get(McpHttpHost);
 * export default { fetch: (request) => answerWeb(host, request, { auth, maxRequestBytes: 4_194_304 }) };
 */
export async function answerWeb(
  handler: HttpHandler,
  request: WebRequest,
  { maxRequestBytes, ...caller }: WebOptions,
): Promise<Response> {
  let body: string | undefined;
  try {
    body = await readWebBody(request.body, maxRequestBytes);
  } catch (error) {
    if (error instanceof ProtocolError) return toWebResponse(errorReply(undefined, error));
    throw error;
  }
  const mcpRequest = new WebMcpRequest(request, body, caller);
  const reply: HttpReply = await handler.handle(mcpRequest);
  return toWebResponse(reply, mcpRequest.end);
}
