import { ManualClock } from '@repo/foundation/testing';
import { Cancellation } from '../protocol/cancellation';
import type { McpRequest } from '../protocol/mcp-request';
import { INPUT_TIMEOUT_MS, RequestStates } from './request-state';

// It takes 350 ms of CPU, for which the first question of a process would have to wait.
jest.mock('@modelcontextprotocol/server', () => {
  throw new Error('the SDK is loaded');
});

const clock = new ManualClock();
const states = new RequestStates(new Uint8Array(32).fill(7), clock);

function request(params: object = {}, clientId?: string): McpRequest {
  const auth = clientId === undefined ? undefined : { clientId, scopes: [], token: '' };
  return {
    id: 1,
    method: 'tools/call',
    params: { name: 'ask', arguments: { a: 1, b: 2 }, ...params },
    client: { era: 'modern', revision: '2026-07-28', capabilities: {}, auth },
    channel: { cancellation: new Cancellation(), notify: () => undefined },
  };
}

describe('the state of a call that needs input', () => {
  it('is written and read without the SDK', () => {
    const requestState = states.write(request(), { first: 'a' });
    const next = request({ requestState, inputResponses: { second: 'b' } });
    expect(states.read(next)).toEqual({ first: 'a', second: 'b' });
  });

  it('counts for the same arguments in another order', () => {
    const requestState = states.write(request(), {});
    expect(states.read(request({ requestState, arguments: { b: 2, a: 1 } }))).toEqual({});
  });

  it('is refused when its time is over', () => {
    const requestState = states.write(request(), {});
    clock.advance(INPUT_TIMEOUT_MS - 1);
    expect(states.read(request({ requestState }))).toEqual({});
    clock.advance(1);
    expect(() => states.read(request({ requestState }))).toThrow('Invalid requestState');
  });

  const written = states.write(request(), { first: 'a' });
  it.each<[string, unknown, object]>([
    ['is no text', 7, {}],
    ['is empty', '', {}],
    ['has no signature', written.split('.')[0], {}],
    ['has another signature', `${written.slice(0, -4)}AAAA`, {}],
    ['has more than a signature', `${written}.x`, {}],
    ['is of another call', written, { arguments: { a: 2 } }],
    ['is of another tool', written, { name: 'other' }],
  ])('is refused when it %s', (_case, requestState, params) => {
    const forged = request({ ...params, requestState });
    expect(() => states.read(forged)).toThrow('Invalid requestState. Repeat the call without it.');
  });

  it('is refused of another caller', () => {
    const requestState = states.write(request({}, 'bob'), {});
    expect(states.read(request({ requestState }, 'bob'))).toEqual({});
    expect(() => states.read(request({ requestState }, 'ann'))).toThrow('Invalid requestState');
  });
});
