import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Module } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  HttpRequest,
  HttpResponse,
  type HttpResponseInit,
  InvocationContext,
} from '@azure/functions';
import type { LocalOptions, LocalRun } from './local-run';

type Handler = (request: HttpRequest, context: InvocationContext) => Promise<HttpResponseInit>;

/** What a bundle registers with the worker of Azure Functions. */
interface Registration {
  readonly metadata: { readonly bindings: Readonly<Record<string, Record<string, unknown>>> };
  readonly handler: Handler;
}

/**
 * Serves an Azure Function in this process. Azure's worker hands `@azure/functions-core` to its
 * bundle; this hands it one that keeps what is registered. The requests and responses are those of
 * Azure's own library.
 */
export async function serveAzure({ folder, port }: LocalOptions): Promise<LocalRun> {
  const { handler } = registrationOf(folder);
  const server = createServer((request, response) => {
    answer(handler, request, response).catch((error: Error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What the bundle registers as its one function. */
function registrationOf(folder: string): Registration {
  const registered: Registration[] = [];
  const core = {
    version: '4.0.0',
    log: () => undefined,
    setProgrammingModel: () => undefined,
    registerFunction: (metadata: Registration['metadata'], handler: Handler) => {
      registered.push({ metadata, handler });
    },
  };
  const loader = Module as unknown as { _load: (name: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (name, ...rest) =>
    name === '@azure/functions-core' ? core : load.call(loader, name, ...rest);
  try {
    loader._load(join(folder, 'main.js'), module, false);
  } finally {
    loader._load = load;
  }
  const [only, ...more] = registered;
  if (only === undefined || more.length > 0) throw new Error('It must register one function.');
  return only;
}

async function answer(
  handler: Handler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const given = new HttpRequest({
    method,
    url: `http://${headers.host}${url}`,
    headers: headers as Record<string, string>,
    body: { bytes: Buffer.concat(chunks) },
  });
  const result = new HttpResponse(await handler(given, new InvocationContext()));
  response.writeHead(result.status, Object.fromEntries(result.headers));
  response.flushHeaders();
  if (result.body === null) return void response.end();
  // A client that goes away early is no fault.
  await pipeline(Readable.fromWeb(result.body), response).catch(() => undefined);
}
