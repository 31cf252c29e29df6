import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HttpRequest } from '@azure/functions';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import type { LambdaRuntime, StreamHandler } from './aws-lambda/runtime';
import { httpHandler } from './azure-functions/http-handler';
import { httpFunction, type FrameworkRequest } from './google-cloud-functions/http-function';
import { fakeOnly } from '@repo/telemetry/testing';
import { TestFunction } from './testing/function.fixture';
import { fates, listenEvent, waitEvent, WaitFeatures, type Event } from './testing/waiting.fixture';

const fn = new TestFunction({}, [WaitFeatures]);
afterAll(() => fn.stop());

describe('an invocation of Lambda that streams', () => {
  let stream: StreamHandler;
  beforeAll(async () => {
    // What Lambda's runtime puts there, as far as a handler sees it.
    const awslambda: LambdaRuntime = {
      streamifyResponse: (handler) => handler,
      HttpResponseStream: { from: (response) => response },
    };
    Object.assign(globalThis, { awslambda });
    stream = lambdaHandlers(fn.warm).streamed as StreamHandler;
    // The start has timers of its own.
    await fn.warm.app();
  });
  afterAll(() => void delete (globalThis as { awslambda?: unknown }).awslambda);
  beforeEach(() => fakeOnly('setTimeout', 'clearTimeout'));
  afterEach(() => jest.useRealTimers());

  function invoke(event: object, remainingMs: number) {
    const response = new PassThrough();
    const ended = stream(event, response, { getRemainingTimeInMillis: () => remainingMs });
    return { response, ended };
  }

  it('ends a subscription a second before its deadline, in order', async () => {
    const near = invoke(listenEvent(), 1_050);
    const far = invoke(listenEvent(), 60_000);
    let text = '';
    near.response.on('data', (part: Buffer) => (text += part.toString()));
    await Promise.all([once(near.response, 'data'), once(far.response, 'readable')]);
    jest.advanceTimersByTime(49);
    await nextTurn();
    expect(near.response.writableEnded).toBe(false);
    jest.advanceTimersByTime(1);
    await near.ended;
    expect(text).toContain('event: message');
    expect(near.response.writableEnded).toBe(true);
    expect(far.response.writableEnded).toBe(false);
    far.response.destroy();
    await far.ended;
  });

  it('cancels a call that still runs then', async () => {
    const cancelled = fates.next('cancelled');
    const { response, ended } = invoke(waitEvent(true), 1_050);
    await once(response, 'data');
    jest.advanceTimersByTime(50);
    await Promise.all([cancelled, ended]);
  });
});

describe('a client of a Cloud Function that goes away', () => {
  const handle = httpFunction(fn.warm);
  let server: Server;
  let handled: Promise<void>;
  beforeAll(async () => {
    server = createServer((incoming: FrameworkRequest, response) => {
      handled = incoming
        .toArray()
        .then((parts: Buffer[]) =>
          handle(Object.assign(incoming, { rawBody: Buffer.concat(parts) }), response),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  function send({ headers, body }: Event) {
    const { port } = server.address() as AddressInfo;
    const sent = request({ port, path: '/mcp', method: 'POST', headers, agent: false });
    sent.on('error', () => undefined);
    sent.end(body);
    return sent;
  }

  async function leave(event: Event): Promise<void> {
    const sent = send(event);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    answer.on('error', () => undefined);
    sent.destroy();
  }

  it('ends a subscription', async () => {
    await leave(listenEvent());
    await handled;
  });

  it('ends a call that streams', async () => {
    const cancelled = fates.next('cancelled');
    await leave(waitEvent(true));
    await Promise.all([cancelled, handled]);
  });

  it('ends a call that has not answered anything yet', async () => {
    const [began, cancelled] = [fates.next('began'), fates.next('cancelled')];
    const sent = send(waitEvent(false));
    await began;
    sent.destroy();
    await Promise.all([cancelled, handled]);
  });
});

describe('a client of an Azure Function that goes away', () => {
  it('ends its call, as far as Azure tells by cancelling the stream', async () => {
    const cancelled = fates.next('cancelled');
    const { headers, body } = waitEvent(true);
    const url = `https://${headers['host']}/mcp`;
    const answer = await httpHandler(fn.warm)(
      new HttpRequest({ method: 'POST', url, headers, body: { string: body } }),
    );
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).done).toBe(false);
    await reader.cancel();
    await cancelled;
  });
});
