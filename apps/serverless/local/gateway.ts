import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RuntimeApi } from './runtime-api';

/** Between the prelude of a streamed response and its body. */
const DELIMITER = Buffer.alloc(8);

interface Prelude {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Turns HTTP requests into events of a Function URL, and what the function says into responses. */
export async function passOn(
  api: RuntimeApi,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await api.invoke(await eventOf(request));
  if (answer.headers['lambda-runtime-function-response-mode'] !== 'streaming') {
    const { statusCode, headers, body } = JSON.parse(
      (await bytesOf(answer)).toString(),
    ) as Prelude & { body: string };
    response.writeHead(statusCode, headers).end(body);
    return;
  }
  let head = Buffer.alloc(0);
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (response.headersSent) {
      response.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf(DELIMITER);
    if (end === -1) continue;
    const { statusCode, headers } = JSON.parse(head.subarray(0, end).toString()) as Prelude;
    response.writeHead(statusCode, headers);
    response.flushHeaders();
    response.write(head.subarray(end + DELIMITER.length));
  }
  response.end();
}

async function eventOf(request: IncomingMessage): Promise<object> {
  const { method, url = '/', headers, socket } = request;
  const [path, query = ''] = url.split('?', 2);
  const body = await bytesOf(request);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: {
      domainName: headers.host,
      stage: '$default',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: socket.remoteAddress },
    },
    ...(body.length > 0 && { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
