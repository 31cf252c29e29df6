import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { OtlpReceiver, SentryServer } from '@repo/telemetry/testing';
import { modernRequest, post } from '@repo/api-e2e';
import { TracedProcess } from './traced-host';

/** A text that is found again wherever it gets to. */
const planted: string[] = [];
function plant(name: string): string {
  const secret = `planted${name}${Math.random().toString(36).slice(2)}0x`;
  planted.push(secret);
  return secret;
}

describe('twenty secrets in whatever a caller, a tool and the environment can hold', () => {
  let database: TestDatabase;
  let receiver: OtlpReceiver;
  let sentry: SentryServer;
  let partner: Server;
  let host: TracedProcess;
  beforeAll(async () => {
    database = await withTestDatabase();
    receiver = await OtlpReceiver.start();
    sentry = new SentryServer();
    await sentry.start();
    partner = createServer((_request, response) => void response.writeHead(500).end());
    await once(partner.listen(0, '127.0.0.1'), 'listening');
    host = await TracedProcess.host({
      ...receiver.environment,
      DATABASE_URL: database.url,
      SENTRY_DSN: sentry.dsn,
      LOG_LEVEL: 'trace',
      API_KEY: plant('ApiKey'),
      JWT_SECRET: plant('JwtSecretOfThirtyTwoBytesAndMore'),
      STRIPE_API_KEY: plant('EnvironmentOfAFork'),
      OTEL_EXPORTER_OTLP_HEADERS: `x-api-key=${plant('Collector')}`,
    });
  });
  afterAll(async () => {
    await host.stop();
    partner.close();
    sentry.stop();
    await receiver.stop();
    await database.drop();
  });

  const call = (name: string, input: object, headers: Record<string, string> = {}) => {
    const request = modernRequest(1, 'tools/call', { name, arguments: input });
    return post(new URL('/mcp', host.url), {
      ...request,
      headers: { ...request.headers, ...headers },
    });
  };

  it('are in no log line, no span, no metric and no report', async () => {
    const own = planted.slice(0, 4);
    const partnerUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
    await call(
      'plain',
      { password: plant('Argument'), nested: { deep: [{ token: plant('Nested') }] } },
      {
        authorization: `Bearer ${plant('Header')}`,
        cookie: `session=${plant('Cookie')}`,
        'x-api-key': plant('KeyHeader'),
        'x-custom-secret': plant('CustomHeader'),
      },
    );
    const urls = [
      `${partnerUrl}/path?token=${plant('Query')}`,
      `${partnerUrl}/hooks/${plant('Path')}`,
      `http://user:${plant('UserInfo')}@127.0.0.1/x`,
    ];
    for (const url of urls) await call('order', { number: 'an order', url });
    const messages = [
      `Bearer ${plant('ErrorText')} is wrong`,
      `password=${plant('ErrorField')}`,
      `cannot reach postgres://app:${plant('ErrorUrl')}@db/app`,
      `{"client_secret":"${plant('ErrorJson')}"}`,
      `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${plant('Jwt')}`,
      ...own.map((secret) => `the key ${secret} is refused`),
    ];
    for (const message of messages) await call('fail', { message });
    const statements = [
      `select '${plant('SqlLiteral')}'`,
      `select $tag$${plant('SqlDollar')}$tag$`,
      `select '${plant('SqlError')}'::int`,
    ];
    // Of two alike in a row one is reported.
    for (const [index, sql] of statements.entries()) {
      await call('fail', { message: `statement ${index}`, sql });
    }
    expect(planted.length).toBeGreaterThanOrEqual(20);

    const failures = messages.length + statements.length;
    await until(() => sentry.events.length >= failures);
    await until(
      () => receiver.spans.filter(({ name }) => name === 'tools/call fail').length === failures,
    );
    const metrics = await (await fetch(new URL('/metrics', host.url))).text();
    expect(metrics).toContain('mcp_requests_total');
    const outputs = {
      log: host.process.output,
      spans: Buffer.concat(receiver.bodies).toString('latin1'),
      reports: sentry.envelopes.join('\n'),
      metrics,
    };
    const found = Object.entries(outputs).flatMap(([output, text]) =>
      planted.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${output}`),
    );
    expect(found).toEqual([]);
  });
});
