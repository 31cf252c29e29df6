import { OtlpGrpcReceiver, OtlpReceiver } from '@repo/telemetry/testing';
import { modernRequest } from '@repo/api-e2e';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { CallerSpan } from './tree';
import { TracedProcess } from './traced-host';

const protobuf = () => OtlpReceiver.start();

describe('a process that serves one client on stdio', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await withTestDatabase();
  });
  afterAll(() => database.drop());

  it.each([
    ['http/protobuf', protobuf],
    ['http/json', protobuf],
    ['grpc', () => OtlpGrpcReceiver.start()],
  ])('sends its spans by %s before it ends', async (protocol, start) => {
    const receiver = await start();
    const caller = new CallerSpan();
    const host = TracedProcess.onStdio({
      ...receiver.environment,
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
      // Longer than the test: only the end can send them.
      OTEL_BSP_SCHEDULE_DELAY: '3600000',
    });
    const _meta = { traceparent: caller.traceparent };
    const { body } = modernRequest(1, 'tools/call', {
      name: 'process_data',
      arguments: { data: 'a' },
      _meta,
    });
    host.stdin.write(`${JSON.stringify(body)}\n`);
    await host.waitForLine(/"result"/, 60_000);
    host.stdin.end();
    expect((await host.exited).code).toBe(0);
    expect(receiver.named('tools/call process_data')).toMatchObject({
      traceId: caller.traceId,
      parentSpanId: caller.spanId,
      attributes: { 'network.transport': 'pipe', 'jsonrpc.request.id': '1' },
    });
    await receiver.stop();
  });
});
