import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import type { Params } from './wire/envelope';
import {
  HEADER_MISMATCH,
  INVALID_PARAMS,
  MISSING_CAPABILITY,
  UNSUPPORTED_VERSION,
} from './wire/error-code';
import { answerOf, refusalOf, wordsOf } from './wire/wire';
import { WireClient } from './wire/wire-client';

let host: FixtureHost;
let client: WireClient;

beforeAll(async () => {
  host = await startFixtureHost();
  client = await WireClient.open(host.url);
});

afterAll(() => host.process.stop());

describe('a modern client', () => {
  it.each<[string, Record<string, string>]>([
    ['another revision', { 'mcp-protocol-version': '2099-01-01' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['another tool', { 'mcp-name': 'test_simple_text' }],
    ['another argument', { 'mcp-param-region': 'north' }],
    ['bad base64', { 'mcp-param-region': '=?base64?c291dGg?=' }],
  ])('is refused when its headers name %s than its body', async (_what, wrong) => {
    const { headers, body } = client.request('modern', 'tools/call', {
      name: 'test_x_mcp_header',
      arguments: { region: 'south' },
    });
    const right = { ...headers, 'mcp-param-region': 'south' };

    const refused = await client.post({ headers: { ...right, ...wrong }, body });
    expect(refusalOf(refused)).toEqual([400, HEADER_MISMATCH]);
    expect(wordsOf(answerOf(await client.post({ headers: right, body })))).toBe('Region: south');
  });

  it('is told which revisions there are', async () => {
    const { headers, body } = client.request('modern', 'tools/list', {
      _meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' },
    });
    const reply = await client.post({
      headers: { ...headers, 'mcp-protocol-version': '2099-01-01' },
      body,
    });
    expect(refusalOf(reply)).toEqual([400, UNSUPPORTED_VERSION]);
    expect(answerOf(reply).error?.data).toEqual({
      supported: ['2026-07-28'],
      requested: '2099-01-01',
    });
  });

  it('is told what it did not declare', async () => {
    const reply = await client.call('modern', 'test_missing_capability');
    expect(refusalOf(reply)).toEqual([400, MISSING_CAPABILITY]);
    expect(answerOf(reply).error?.data).toEqual({ requiredCapabilities: { sampling: {} } });
  });
});

describe('a modern client that is asked for input', () => {
  const ask = async (name: string, answers: Params = {}) =>
    answerOf(
      await client.post(
        client.request('modern', 'tools/call', {
          name,
          arguments: {},
          ...answers,
          _meta: { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } },
        }),
      ),
    );

  it('cannot answer with a state that it made up', async () => {
    const requestState = Buffer.from('{"confirm":{"action":"accept"}}').toString('base64url');
    const { error } = await ask('test_input_required_result_request_state', { requestState });
    expect(error?.code).toBe(INVALID_PARAMS);
  });

  it('cannot answer with the state of another call', async () => {
    const { result } = await ask('test_input_required_result_request_state');
    const answers = {
      requestState: result?.['requestState'],
      inputResponses: { confirm: { action: 'accept', content: { ok: true } } },
    };
    const { error } = await ask('test_input_required_result_tampered_state', answers);
    const right = await ask('test_input_required_result_request_state', answers);

    expect(error?.code).toBe(INVALID_PARAMS);
    expect(wordsOf(right)).toContain('state-ok');
  });
});
