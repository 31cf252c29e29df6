import { randomBytes } from 'node:crypto';
import { createCall } from '../../api-benchmark/measure/call';
import { INITIALIZE } from '../../api-benchmark/growth/legacy-sessions';
import type { Attacker } from './attacker';
import * as heavy from './heavy-calls';

const MIB = 1 << 20;

export interface Attack {
  readonly name: string;
  /** How many of it run at each address at once. */
  readonly atOnce: number;
  /** One round of it; `token` is a good one of somebody who means no good. */
  round(attacker: Attacker, token: string): Promise<void>;
}

const head = (attacker: Attacker, length: number, token?: string) =>
  [
    `POST ${attacker.url.pathname} HTTP/1.1`,
    `Host: ${attacker.url.host}`,
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    'Mcp-Protocol-Version: 2025-11-25',
    `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n');

const signedIn = (token: string) => ({ authorization: `Bearer ${token}` });
const guess = () => `Bearer ${randomBytes(96).toString('base64url')}`;
const forged = (token: string) =>
  signedIn(token.slice(0, -8) + randomBytes(6).toString('base64url'));

const as = (token: string, { headers, body }: heavy.HeavyCall) => ({
  headers: { ...headers, ...signedIn(token) },
  body,
});

/** What a hostile address does all the while, each of its own kind. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'idle connections',
    atOnce: 10,
    round: (attacker) => attacker.hold(''),
  },
  {
    name: 'headers, a byte a second',
    atOnce: 5,
    round: (attacker) => attacker.hold('GET /health HTTP/1.1\r\n', 'X-Slow: '.padEnd(200, 'x')),
  },
  {
    name: 'bodies without a token, a byte a second',
    atOnce: 5,
    async round(attacker) {
      await attacker.hold(head(attacker, MIB / 2), ' '.repeat(200));
      await attacker.pause(1_000);
    },
  },
  {
    name: 'bodies with a token, half of them at once, then a byte a second',
    atOnce: 5,
    async round(attacker, token) {
      await attacker.hold(head(attacker, MIB / 2, token) + ' '.repeat(MIB / 4), ' '.repeat(200));
      await attacker.pause(1_000);
    },
  },
  {
    name: 'streams that stay open, asked for with 500 KB',
    atOnce: 5,
    async round(attacker, token) {
      await attacker.send(as(token, heavy.LISTEN));
      await attacker.pause(1_000);
    },
  },
  {
    name: 'sessions that nobody uses',
    atOnce: 1,
    async round(attacker, token) {
      const headers = { ...INITIALIZE.headers, ...signedIn(token) };
      await attacker.send({ body: INITIALIZE.body, headers });
      await attacker.pause(1_000);
    },
  },
  {
    name: 'bodies of 4 MiB',
    atOnce: 1,
    async round(attacker, token) {
      await attacker.send(as(token, heavy.LONG));
      await attacker.pause(5_000);
    },
  },
  {
    name: 'bodies of 900 KB that are valid JSON and bad input',
    atOnce: 1,
    async round(attacker, token) {
      await attacker.send(as(token, heavy.WIDE));
      await attacker.pause(5_000);
    },
  },
  {
    name: 'bodies that are 400,000 levels deep',
    atOnce: 1,
    async round(attacker, token) {
      await attacker.send(as(token, heavy.DEEP));
      await attacker.pause(5_000);
    },
  },
  {
    name: 'batches of 500 calls',
    atOnce: 1,
    async round(attacker, token) {
      await attacker.send(as(token, heavy.BATCH));
      await attacker.pause(5_000);
    },
  },
  {
    name: 'calls without a token',
    atOnce: 2,
    async round(attacker) {
      await attacker.send(createCall('modern', 'tools/list', {}));
      await attacker.pause(250);
    },
  },
  {
    name: 'tokens that are guessed or altered',
    atOnce: 2,
    async round(attacker, token) {
      const authorization = { authorization: guess() };
      await attacker.send(createCall('modern', 'tools/list', {}, authorization));
      await attacker.send(createCall('modern', 'tools/list', {}, forged(token)));
      await attacker.pause(500);
    },
  },
  {
    name: 'client secrets that are guessed',
    atOnce: 1,
    async round(attacker) {
      const secret = randomBytes(32).toString('base64url');
      await attacker.send({
        path: '/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `grant_type=client_credentials&client_id=${secret.slice(0, 8)}&client_secret=${secret}`,
      });
      await attacker.pause(1_000);
    },
  },
  {
    name: 'paths of 8,000 characters, and the admin API',
    atOnce: 1,
    async round(attacker) {
      await attacker.send({ method: 'GET', path: `/${randomBytes(6_000).toString('base64url')}` });
      await attacker.send({ method: 'GET', path: '/admin/clients' });
      await attacker.pause(500);
    },
  },
  {
    name: 'broken JSON and unknown methods, with a token',
    atOnce: 1,
    async round(attacker, token) {
      await attacker.send({ headers: signedIn(token), body: '{"jsonrpc":"2.0","id":' });
      await attacker.send(createCall('modern', 'no/such/method', {}, signedIn(token)));
      await attacker.pause(1_000);
    },
  },
];
