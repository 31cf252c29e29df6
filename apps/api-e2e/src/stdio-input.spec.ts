import { stdioCommand } from './clients/stdio-command';
import { eventually } from '@repo/foundation/testing';
import { ChildProcess } from './process/child-process';
import { initializeRequest, modernRequest } from './wire/envelope';
import { INVALID_REQUEST, PARSE_ERROR } from './wire/error-code';
import { leakIn } from './wire/leaks';
import { type WireMessage, wordsOf } from './wire/wire';

const MAX_REQUEST_BYTES = 16 * 1024;

let host: ChildProcess;

beforeEach(() => {
  const { command, args, env } = stdioCommand({ MAX_REQUEST_BYTES: String(MAX_REQUEST_BYTES) });
  host = new ChildProcess(command, args, { env });
});

afterEach(() => host.stop());

const say = (line: string) => host.stdin.write(`${line}\n`);

const call = (id: string, name: string, args: Record<string, unknown> = {}) =>
  say(JSON.stringify(modernRequest(id, 'tools/call', { name, arguments: args }).body));

/** Every line of stdout is a message; whatever else there is to say belongs on stderr. */
const messages = () => host.stdout.map((line) => JSON.parse(line) as WireMessage);

const answerTo = (id: string | number) => messages().find((message) => message.id === id);

it('answers bad lines with errors, and good ones after them', async () => {
  say('{"jsonrpc":');
  say('[]');
  say(`"${'x'.repeat(MAX_REQUEST_BYTES)}"`);
  call('good', 'test_simple_text');

  await eventually(() => expect(answerTo('good')?.result).toBeDefined(), 10_000);
  // The order of answers is free.
  const codes = messages()
    .flatMap(({ error }) => error?.code ?? [])
    .sort();
  expect(codes).toEqual([INVALID_REQUEST, INVALID_REQUEST, PARSE_ERROR]);
});

it('keeps stdout for messages when a tool throws, and tells no secret there', async () => {
  say(JSON.stringify(initializeRequest().body));
  call('thrown', 'throw_secret');

  await eventually(() => expect(wordsOf(answerTo('thrown') ?? {})).toMatch(/reference/i), 10_000);
  expect(leakIn(host.stdout.join('\n'))).toBeUndefined();
});

it('finishes what it has and exits when its client closes stdin', async () => {
  call('last', 'echo_after_turns', { text: 'the last words', turns: 3 });
  host.stdin.end();

  expect(await host.exited).toEqual({ code: 0, signal: null });
  expect(wordsOf(answerTo('last') ?? {})).toBe('the last words');
});
