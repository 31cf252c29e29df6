import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withoutFragment, type OpenApiDocument } from '../document';
import { operationsOf, type Operation } from '../operations';

export interface FakeApi {
  readonly url: string;
  /** All of the document: `GET /invoices/{id}`. */
  readonly operations: readonly string[];
  /** Those that were called with what they need. */
  readonly calls: Set<string>;
  close(): Promise<void>;
}

/**
 * An HTTP API as a document describes it, for tests: it answers calls of its operations with a little
 * JSON, and refuses others, calls without a credential where one is needed, and bodies of another type.
 */
export async function startFakeApi(document: object): Promise<FakeApi> {
  const operations = operationsOf(document as OpenApiDocument);
  const calls = new Set<string>();
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const [status, said] = answer(operations, request, calls);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ said }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    operations: operations.map(nameOf),
    calls,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

const nameOf = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`;

function answer(
  operations: readonly Operation[],
  { method, url = '/', headers }: IncomingMessage,
  calls: Set<string>,
): [status: number, said: string] {
  const { pathname, search } = new URL(url, 'http://any');
  const [called] = operations
    .filter((one) => one.method.toUpperCase() === method && template(one.path).test(pathname))
    // The path with the fewest parameters is meant, as OpenAPI says of those that are alike.
    .sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  if (called === undefined) return [404, `no operation ${method} ${pathname}`];
  const shown = `${search} ${Object.values(headers).join(' ')}`;
  if (called.isSecured && !/password|dXNlcjpwYXNzd29yZA/.test(shown)) return [401, 'no credential'];
  const mediaType = headers['content-type'];
  if (mediaType !== undefined && mediaType !== called.body?.mediaType) return [415, mediaType];
  const path = withoutFragment(called.path);
  const alike = operations.filter(
    (one) => one.method === called.method && withoutFragment(one.path) === path,
  );
  alike.forEach((one) => calls.add(nameOf(one)));
  return [200, 'ok'];
}

function template(path: string): RegExp {
  const literal = withoutFragment(path)
    .split(/\{[^{}]+\}/)
    .map((part) => part.replace(/[^\w/]/g, '\\$&'));
  return new RegExp(`^${literal.join('[^/]+')}$`);
}
