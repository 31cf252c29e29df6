import createClient, { defaultPathSerializer, type Client } from 'openapi-fetch';
import { ApiConnection, type ApiOptions } from './api-connection';
import type { OpenApiDocument } from './document';
import { checkSegment } from './build-request';
import { tooLong } from './read-answer';

/** Calls of an HTTP API by code, typed by the `paths` of its document. */
export type ApiClient<Paths extends object> = Client<Paths>;

/**
 * A client of an HTTP API for the code of a feature: `await client.GET('/invoices/{id}', { params:
 * { path: { id } } })` is `{ data, error, response }`. Like the tools it sends to the address of the
 * API alone, with this server's credential, follows no redirect and reads a bounded answer.
 *
 * @typeParam Paths the `paths` that openapi-typescript makes of the document
 * @throws {Error} the document names no server, and the options none either
 */
export function apiClient<Paths extends object>(
  document: OpenApiDocument,
  options: ApiOptions = {},
): ApiClient<Paths> {
  const connection = new ApiConnection(document, options);
  const { base, maxAnswerBytes } = connection;
  return createClient<Paths>({
    baseUrl: base.href,
    // It encodes what stands in a path, but for the dots that lead to another one.
    pathSerializer: (path, parameters) => {
      for (const [name, value] of Object.entries(parameters)) checkSegment(name, String(value));
      return defaultPathSerializer(path, parameters);
    },
    fetch: async (request) => {
      const { url, method, headers, signal } = request;
      const body = request.body === null ? undefined : await request.arrayBuffer();
      const built = { url: new URL(url), method, headers: Object.fromEntries(headers), body };
      return bounded(await connection.send(built, true, signal), maxAnswerBytes);
    },
  });
}

/** The same answer, whose body fails behind so many bytes. */
function bounded(response: Response, maxBytes: number): Response {
  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > maxBytes) controller.error(tooLong(maxBytes));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(limit) ?? null, response);
}
