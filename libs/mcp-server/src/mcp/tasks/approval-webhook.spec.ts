import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from '@repo/foundation/testing';
import { ApprovalSystem, PaymentTools, textIn } from './approvals.fixture';

const KEY = Buffer.alloc(32, 3);
const SECRET = `whsec_${KEY.toString('base64')}`;

/** As a service signs that has the secret (Standard Webhooks), without our code. */
function signed(id: string, body: string, { at = Date.now(), key = KEY } = {}) {
  const timestamp = String(Math.floor(at / 1_000));
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${digest}`,
  };
}

interface Notice {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The service that people decide in. */
let service: Server;
const notices: Notice[] = [];
let status = 204;
let system: ApprovalSystem;
beforeAll(async () => {
  service = createServer((request, response) => {
    void text(request).then((body) => {
      notices.push({ headers: request.headers, body });
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => service.once('listening', resolve));
  const { port } = service.address() as AddressInfo;
  system = await ApprovalSystem.start({
    APPROVAL_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    APPROVAL_WEBHOOK_SECRET: SECRET,
  });
});
afterAll(async () => {
  await system.stop();
  service.close();
});

let payments = 0;
const payee = () => `hooked-${payments}`;
const start = () => {
  payments += 1;
  return system.client('anna').start('pay', { to: payee(), amount: 7, password: 'secret' });
};
const noticesOf = (taskId: string) =>
  notices.filter(({ headers }) => headers['webhook-id'] === taskId);
const paid = () => PaymentTools.paid.filter((to) => to === payee()).length;

async function send(body: string, headers: Record<string, string>, replica = 0): Promise<number> {
  const answer = await system.replicas[replica]!.fetch('/approvals/decisions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await answer.text();
  return answer.status;
}

async function bodyOf(taskId: string, more: object = {}): Promise<string> {
  const { argumentsHash } = (await system.admin(`/${taskId}`)).body;
  const decidedBy = { subject: 'boss', issuer: 'https://people.example.com' };
  const data = { taskId, decision: 'approve', argumentsHash, decidedBy, ...more };
  return JSON.stringify({ type: 'approval.decided', data });
}

describe('a notice of a call that waits', () => {
  it('is signed, and says what the admin API does', async () => {
    const taskId = await start();
    await until(() => noticesOf(taskId).length > 0);
    const [{ headers, body }] = noticesOf(taskId) as [Notice];
    const at = Number(headers['webhook-timestamp']) * 1_000;
    expect(headers).toMatchObject(signed(taskId, body, { at }));
    const { body: shown } = await system.admin(`/${taskId}`);
    const { data } = JSON.parse(body) as { data: object };
    expect({ ...data, isOwn: false }).toEqual(shown);
    expect(JSON.parse(body)).toMatchObject({ type: 'approval.requested' });
    expect(body).not.toContain('secret"');
  });

  it.each([500, 302])(
    'comes again where it was answered with %s, and nothing follows',
    async (code) => {
      status = code;
      const taskId = await start();
      await until(() => noticesOf(taskId).length === 1);
      status = 204;
      const due = `UPDATE task SET notice_at = now() WHERE id = $1 AND notice_at > now() + interval '20 s'`;
      await until(async () => {
        await system.database.dataSource.query(due, [taskId]);
        return noticesOf(taskId).length === 2;
      });
      const done = `SELECT 1 FROM task WHERE id = $1 AND notice_at IS NULL`;
      await until(async () => {
        const rows = await system.database.dataSource.query<object[]>(done, [taskId]);
        return rows.length === 1;
      });
    },
  );
});

describe('a decision by a signed message', () => {
  it('counts as of the person whom it names', async () => {
    const taskId = await start();
    const body = await bodyOf(taskId, { reason: 'Fine.' });
    expect(await send(body, signed(randomUUID(), body))).toBe(204);
    const ended = await system.client('anna').until(taskId, 'completed');
    expect(textIn(ended)).toBe('paid, approved by boss: Fine.');
  });

  it('is refused when it comes again, on whatever replica', async () => {
    const taskId = await start();
    const body = await bodyOf(taskId, { argumentsHash: 'f'.repeat(64) });
    const headers = signed(randomUUID(), body);
    expect(await send(body, headers)).toBe(409);
    const detail = async () => {
      const answer = await system.replicas[1]!.fetch('/approvals/decisions', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      return ((await answer.json()) as { detail: string }).detail;
    };
    expect(await detail()).toBe('This message came before.');
  });

  it.each<[string, (body: string) => Record<string, string>]>([
    ['without a signature', () => ({})],
    ['of another key', (body) => signed('x', body, { key: Buffer.alloc(32, 4) })],
    ['of another body', (body) => signed('x', body.replace('approve', 'deny'))],
    ['that was signed too long ago', (body) => signed('x', body, { at: Date.now() - 301_000 })],
    ['that is of later', (body) => signed('x', body, { at: Date.now() + 302_000 })],
    ['with another id', (body) => ({ ...signed('x', body), 'webhook-id': 'y' })],
    [
      'with another time',
      (body) => {
        const now = Math.floor(Date.now() / 1_000);
        return { ...signed('x', body), 'webhook-timestamp': String(now - 7) };
      },
    ],
  ])('is refused: %s', async (_what, headersOf) => {
    const taskId = await start();
    const body = await bodyOf(taskId);
    expect(await send(body, headersOf(body))).toBe(401);
    expect((await system.admin(`/${taskId}`)).body).toMatchObject({ state: 'pending' });
    expect(paid()).toBe(0);
  });

  it.each<[string, object, number]>([
    ['by who asked for it', { decidedBy: { subject: 'anna' } }, 403],
    ['by nobody', { decidedBy: undefined }, 400],
    ['on other arguments', { argumentsHash: 'f'.repeat(64) }, 409],
    ['on an unknown task', { taskId: randomUUID() }, 422],
    ['without a reason to deny', { decision: 'deny' }, 400],
  ])('does not count %s', async (_what, more, expected) => {
    const taskId = await start();
    const body = await bodyOf(taskId, more);
    expect(await send(body, signed(randomUUID(), body))).toBe(expected);
    expect(paid()).toBe(0);
  });

  it('of more than 16 KiB is not looked at', async () => {
    const body = JSON.stringify({ more: 'x'.repeat(17_000) });
    expect(await send(body, signed(randomUUID(), body))).toBe(413);
  });
});
