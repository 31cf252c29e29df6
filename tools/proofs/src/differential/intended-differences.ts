import { isObject } from '@repo/foundation';
import { isRequestId } from '@repo/mcp-core';
import type { Difference } from './difference';
import type { Exchange } from './exchange';
import {
  DATE,
  acceptsStream,
  declaresOddRoots,
  hasUnfitParameter,
  isLoose,
  isText,
  isWithoutDebug,
  namesInherited,
  noticesOf,
} from './traits';

/** A difference that we want, and why the specification lets us. */
export interface IntendedDifference {
  readonly reason: string;
  /** Revision and section of the specification, or another standard. */
  readonly section: string;
  /** Where in the answer; without it the rule explains all that differs in the exchange. */
  readonly at?: RegExp;
  readonly when?: (exchange: Exchange, difference: Difference) => boolean;
}

const TRANSPORT = '2026-07-28, Streamable HTTP';
const LEGACY_TRANSPORT = '2025-11-25, transports, Streamable HTTP';
const ERROR_CODES = '2026-07-28, basic, Error Codes';
const SCHEMA = '2026-07-28, schema';

const isTheirs = (code: number) => [-32000, -32001].includes(code);
const failed = (outcome: unknown): boolean => typeof outcome === 'number';

/** Rules for parts of answers that are otherwise the same. */
const worded: IntendedDifference[] = [
  {
    reason: 'One message is sent as JSON; the SDK opens an event stream for each legacy request.',
    section: `${LEGACY_TRANSPORT}, Sending Messages: either of the two`,
    at: /^content-type$/,
    when: ({ setting, ours, theirs }) =>
      setting !== 'modern' &&
      ours.status === 200 &&
      ours.headers['content-type'] === 'application/json' &&
      theirs.headers['content-type'] === 'text/event-stream',
  },
  {
    reason: 'The session is named once, at its start; the SDK repeats it on each event stream.',
    section: `${LEGACY_TRANSPORT}, Session Management: on the response to "initialize"`,
    at: /^mcp-session-id$/,
    when: ({ setting, method, theirs }) =>
      setting === 'sessions' && method !== 'initialize' && theirs.status === 200,
  },
  {
    reason: 'Refusals of HTTP have the code of an invalid request, not one of the old range.',
    section: `${ERROR_CODES}: new implementations should not use -32000 to -32019`,
    at: /^error\.code$/,
    when: (_, { ours, theirs }) => ours === -32600 && isTheirs(theirs as number),
  },
  {
    reason: 'What fails a schema of the protocol is blamed on the client, not on the server.',
    section: 'JSON-RPC 2.0, section 5.1: -32602 for invalid parameters',
    at: /^error\.code$/,
    when: (_, { ours, theirs }) => ours === -32602 && theirs === -32603,
  },
  {
    reason: 'A legacy client is told of a missing resource by the code of its revision.',
    section: '2025-11-25, resources, Error Handling: -32002',
    at: /^error\.code$/,
    when: ({ setting, method }, { ours, theirs }) =>
      setting !== 'modern' && method === 'resources/read' && ours === -32002 && theirs === -32602,
  },
  {
    reason:
      'The SDK says in error.data what it says in the message; we repeat nothing of a request.',
    section: 'JSON-RPC 2.0, section 5.1: data is of the server',
    at: /^error\.data$/,
    when: (_, { ours, theirs }) =>
      ours === undefined &&
      isObject(theirs) &&
      ['mismatch', 'envelope', 'reason'].some((key) => key in theirs),
  },
  {
    reason: 'A URI that is none names no resource, as any other that is not found.',
    section: '2026-07-28, resources, Error Handling',
    at: /^error\.data\.reason$/,
    when: ({ method }) => method === 'resources/read',
  },
  {
    reason: 'An id that cannot be echoed as it came, a fraction or a huge number, is not echoed.',
    section: `${SCHEMA}, RequestId; JSON-RPC 2.0, section 4: should hold no fraction`,
    at: /^id$/,
    when: ({ message }, { ours, theirs }) =>
      ours === undefined && !isRequestId(message['id']) && typeof theirs === 'number',
  },
  {
    reason: 'An error that belongs to no request has no id, rather than null.',
    section: `${SCHEMA}, JSONRPCErrorResponse`,
    at: /^id$/,
    when: (_, { ours, theirs }) => ours === undefined && theirs === null,
  },
  {
    reason: 'The id of a refused message is told where it could be read.',
    section: '2026-07-28, basic, Responses: the same id, unless it could not be read',
    at: /^id$/,
    when: ({ message, ourOutcome, theirOutcome }, { ours, theirs }) =>
      failed(ourOutcome) && failed(theirOutcome) && theirs === null && ours === message['id'],
  },
  {
    reason: 'Faults in arguments are worded for the model by path, expectation and finding.',
    section: '2026-07-28, tools, Error Handling',
    at: /^result\.content\.0\.text$/,
    when: (_, { ours, theirs }) =>
      isText(ours) &&
      ours.startsWith('Invalid arguments for ') &&
      isText(theirs) &&
      theirs.startsWith('Input validation error: '),
  },
  {
    reason: 'What a tool throws by mistake is not sent to the client, only a reference to the log.',
    section: '2026-07-28, tools, Security Considerations: sanitize outputs',
    at: /^result\.content\.0\.text$/,
    when: ({ params }, { ours }) =>
      params['name'] === 'broken' && isText(ours) && ours.startsWith('Internal error. Reference: '),
  },
  {
    reason: 'The tool says in our words that it cannot ask a client without a session.',
    section: '2025-11-25, elicitation, Capabilities',
    at: /^result\.content\.0\.text$/,
    when: ({ setting, params }) => setting === 'stateless' && params['name'] === 'greet',
  },
  {
    reason: 'A tool without arguments says so; the SDK lets any object through.',
    section: '2026-07-28, tools, Tool: the recommended schema of a tool without parameters',
    at: /^(responses\.\d+\.)?result\.tools\.\d+\.inputSchema\.(additionalProperties|properties)$/,
  },
  {
    reason: 'A prompt without arguments lists none; the SDK leaves the field out.',
    section: `${SCHEMA}, Prompt: arguments is optional`,
    at: /^result\.prompts\.\d+\.arguments$/,
    when: (_, { ours }) => Array.isArray(ours) && ours.length === 0,
  },
  {
    reason: 'Extensions are said to be none.',
    section: `${SCHEMA}, ServerCapabilities: extensions is optional`,
    at: /^result\.capabilities\.extensions$/,
    when: ({ method }) => method === 'server/discover',
  },
  {
    reason: 'How many completions there are is told even when there are none.',
    section: `${SCHEMA}, CompleteResult: total is optional`,
    at: /^result\.completion\.total$/,
    when: (_, { ours, theirs }) => ours === 0 && theirs === undefined,
  },
  {
    reason: 'A form is asked for without naming the mode, which older clients do not know.',
    section: '2026-07-28, elicitation, Elicitation Requests: servers may omit it',
    at: /(^|\.)params\.mode$/,
    when: (_, { ours, theirs }) => ours === undefined && theirs === 'form',
  },
  {
    reason: 'Questions ask for no progress reports, which nobody would read.',
    section: '2025-11-25, progress: the token is optional',
    at: /^notices\.\d+\.params\._meta$/,
    when: ({ setting }, { ours }) => setting === 'sessions' && ours === undefined,
  },
  {
    reason: 'Until a client sets a level it is told from "info" on; the SDK sends all.',
    section: '2025-11-25, logging: the server may decide which to send',
    at: /^notices(\.|$)/,
    when: ({ setting, ours, theirs }) =>
      setting !== 'modern' && isWithoutDebug(noticesOf(ours), noticesOf(theirs)),
  },
  {
    reason: 'A URI is answered as it was asked for; the SDK encodes it anew.',
    section: '2026-07-28, resources, Reading Resources',
    at: /^result\.contents\.0\.(uri|text)$/,
    when: ({ method, params }) =>
      method === 'resources/read' && /[^\x21-\x7e]/.test(String(params['uri'])),
  },
  {
    reason: 'Variables of a template are decoded before a method gets them.',
    section: 'RFC 6570, section 3.2: expansion encodes, so matching decodes',
    at: /^result\.contents\.0\.text$/,
    when: ({ method, params }) => method === 'resources/read' && /%/.test(String(params['uri'])),
  },
];

const decided: IntendedDifference[] = [
  {
    reason: 'A client that accepts less than both media types is served; the SDK refuses it.',
    section: `${LEGACY_TRANSPORT}, Sending Messages: asked of clients, not of servers`,
    when: ({ theirs, header }) =>
      theirs.status === 406 &&
      !['application/json', 'text/event-stream'].every((type) => header('accept').includes(type)),
  },
  {
    reason: 'Unknown members of a message, and metadata of no use, are ignored.',
    section: 'JSON-RPC 2.0, section 4: says nothing of further members',
    when: ({ message, theirOutcome }) => theirOutcome === -32600 && isLoose(message),
  },
  {
    reason: 'A cursor that no list gave out is refused; the SDK has no pages and reads none.',
    section: '2026-07-28, pagination, Error Handling: -32602',
    when: ({ method, params, is }) =>
      String(method).endsWith('/list') && 'cursor' in params && is(-32602, 'a result'),
  },
  {
    reason: 'A version header that is no date is of the older era; the SDK compares it as text.',
    section: '2026-07-28, versioning: revisions are dates',
    when: ({ ourOutcome, theirOutcome, header }) =>
      ourOutcome === -32600 &&
      [-32602, -32022, -32020].includes(theirOutcome as number) &&
      !DATE.test(header('mcp-protocol-version')),
  },
  {
    reason:
      'A parameter and its header must both be there; the SDK overlooks one that has no fit value.',
    section: `${TRANSPORT}, Server Validation: headers that do not match the body`,
    when: (exchange) =>
      exchange.ourOutcome === -32020 &&
      exchange.theirOutcome !== -32020 &&
      hasUnfitParameter(exchange),
  },
  {
    reason: 'Of what a client declares, only that is looked at which this host may ask for.',
    section: '2026-07-28, basic, per-request metadata',
    when: ({ meta, ourOutcome, theirOutcome }) =>
      theirOutcome === -32602 && ourOutcome !== -32602 && declaresOddRoots(meta),
  },
  {
    reason: 'Headers are compared with the body before its metadata is read.',
    section: `${TRANSPORT}, Server Validation: the order of checks is left to the server`,
    when: ({ is, ours, theirs }) =>
      (is(-32020, -32602) || is(-32020, -32600) || is(-32020, -32022)) &&
      ours.status === 400 &&
      theirs.status === 400,
  },
  {
    reason: 'A header value beyond ASCII is refused before it is compared.',
    section: `${TRANSPORT}, Server Validation: invalid characters`,
    when: ({ ourOutcome, header }) =>
      ourOutcome === -32020 && /[^\t\x20-\x7e]/.test(header('mcp-name')),
  },
  {
    reason: 'Without a name in the body there is nothing that Mcp-Name could differ from.',
    section: `${SCHEMA}: a name or URI is required, so -32602`,
    when: ({ is, params }) =>
      is(-32602, -32020) && !isText(params['name']) && !isText(params['uri']),
  },
  {
    reason: 'Where a notification has no answer, its headers are not held against it.',
    section: `${TRANSPORT}: header requirements for notification POSTs are not defined`,
    when: ({ message, ourOutcome, theirOutcome }) =>
      !('id' in message) &&
      ourOutcome === 'nothing' &&
      [-32020, -32022, -32602].includes(theirOutcome as number),
  },
  {
    reason: 'A client that takes no event stream gets the result without notices.',
    section: `${TRANSPORT}: the server chooses JSON or a stream of what is accepted`,
    at: /^(content-type|notices)/,
    when: ({ setting, is, request }) =>
      setting === 'modern' &&
      is('a result', 'a result') &&
      !acceptsStream(request.headers['accept']),
  },
  {
    reason: 'A subscription is refused to a client that takes no event stream.',
    section: 'RFC 9110, section 15.5.7: 406',
    when: ({ method, ours, request }) =>
      method === 'subscriptions/listen' &&
      ours.status === 406 &&
      !acceptsStream(request.headers['accept']),
  },
  {
    reason: 'Subscriptions to no URI are acknowledged as such.',
    section: '2026-07-28, subscriptions: the part of the filter that is honoured',
    at: /^notices\.0\.params\.notifications\.resourceSubscriptions$/,
    when: (_, { ours }) => Array.isArray(ours) && ours.length === 0,
  },
  {
    reason: 'Answers are checked against the form before the method sees them.',
    section: '2026-07-28, Multi Round-Trip Requests: servers should validate them',
    when: ({ setting, is, params }) =>
      setting === 'modern' && is(-32602, 'a result') && 'inputResponses' in params,
  },
  {
    reason: 'Answers and state are checked before the method asks for more.',
    section: '2026-07-28, Multi Round-Trip Requests: the order of checks is left to the server',
    when: ({ is, params }) =>
      is(-32602, -32021) && ('inputResponses' in params || 'requestState' in params),
  },
  {
    reason: 'A state counts for the call alone that it was made for, arguments included.',
    section: '2026-07-28, Multi Round-Trip Requests, Server Requirements',
    when: ({ setting, is, params }) =>
      setting === 'modern' && is(-32602, 'a result') && 'requestState' in params,
  },
  {
    reason: 'The older era has no states: the field means nothing there.',
    section: '2025-11-25, schema, CallToolRequest',
    when: ({ setting, is, params }) =>
      setting !== 'modern' && is('a result', -32602) && 'requestState' in params,
  },
  {
    reason:
      'A question that the client refuses, or answers with what does not fit, fails the tool.',
    section: '2025-11-25, elicitation: left to the server',
    at: /^result\.(?:content\.0\.text|isError)$/,
    when: ({ setting, params }) => setting === 'sessions' && params['name'] === 'greet',
  },
  {
    reason: 'Chosen arguments that are no strings are left out of the completion context.',
    section: '2026-07-28, completion: the context is a hint',
    when: ({ method, is, params }) =>
      method === 'completion/complete' && 'context' in params && is('a result', -32603),
  },
  {
    reason: 'What every JavaScript object has is no feature and no argument; the SDK finds it.',
    section: '2026-07-28, completion, Error Handling',
    when: ({ method, params }) =>
      method === 'completion/complete' && namesInherited(params['ref'], params['argument']),
  },
  {
    reason: 'Prompt arguments that are not declared are left out, whatever they are.',
    section: '2026-07-28, prompts, Getting a Prompt: validate the arguments of the prompt',
    when: ({ method, is, params }) =>
      method === 'prompts/get' && isObject(params['arguments']) && is('a result', -32603),
  },
  {
    reason: 'URIs are compared as they are; the SDK normalises them, and reads broken escapes.',
    section: 'RFC 3986, section 6.2.1: simple string comparison',
    when: ({ method, is, params }) =>
      method === 'resources/read' &&
      (is(-32602, 'a result') || is(-32002, 'a result')) &&
      /%|^[^:]*[A-Z]/.test(String(params['uri'])),
  },
  {
    reason: 'Body, media type and revision are checked before the session is looked for.',
    section: `${LEGACY_TRANSPORT}: the order of checks is left to the server`,
    when: ({ setting, ours, theirOutcome }) =>
      setting !== 'stateless' && theirOutcome === -32001 && [400, 415].includes(ours.status),
  },
  {
    reason: 'A batch is looked at after its session is found.',
    section: `${LEGACY_TRANSPORT}: the order of checks is left to the server`,
    at: /^status$/,
    when: ({ setting, body, ours, theirs }) =>
      setting !== 'modern' && Array.isArray(body) && ours.status === 404 && theirs.status === 400,
  },
  {
    reason: 'A malformed "initialize" is told what is wrong with it.',
    section: '2025-11-25, lifecycle, Error Handling: -32602',
    when: ({ method, is }) => method === 'initialize' && is(-32602, -32000),
  },
  {
    reason: 'A version header that is not served is refused on "initialize" as well.',
    section: `${LEGACY_TRANSPORT}, Protocol Version Header: must respond with 400`,
    when: ({ method, ours, theirs, request, header }) =>
      method === 'initialize' &&
      ours.status === 400 &&
      theirs.status < 300 &&
      'mcp-protocol-version' in request.headers &&
      header('mcp-protocol-version') !== '2025-11-25',
  },
  {
    reason: 'An open session is not opened again, however the request is formed.',
    section: '2025-11-25, lifecycle, Initialization: the first interaction',
    when: ({ method, is }) => method === 'initialize' && is(-32600, -32603),
  },
  {
    reason:
      'Without an id "initialize" is a notification, and opens neither a session nor a way in.',
    section: `${LEGACY_TRANSPORT}, Session Management: 400 without a session id`,
    when: ({ setting, method, message, is }) =>
      setting === 'sessions' &&
      method === 'initialize' &&
      !('id' in message) &&
      (is(-32600, 'nothing') || is('nothing', -32600)),
  },
  {
    reason: 'An error that answers no request is refused; nobody waits for it.',
    section: `${LEGACY_TRANSPORT}, Sending Messages: an error status where it is not accepted`,
    when: ({ message, is }) => 'error' in message && !('id' in message) && is(-32600, 'nothing'),
  },
  {
    reason: 'Tasks are not served to the older era, and what asks for one is an ordinary call.',
    section: '2025-11-25, tasks, Capabilities: ignore the field where none is declared',
    when: ({ setting, is, params }) =>
      setting !== 'modern' && 'task' in params && is('a result', -32602),
  },
  {
    reason: 'Where there are no sessions, one that is named is unknown: its client opens another.',
    section: `${LEGACY_TRANSPORT}, Session Management: 404 for an unknown session`,
    when: ({ setting, ours, request }) =>
      setting === 'stateless' && ours.status === 404 && 'mcp-session-id' in request.headers,
  },
  {
    reason: 'Batches are of 2025-03-26 alone; the SDK takes them in all older revisions.',
    section: '2025-06-18, changelog: batching is removed',
    when: ({ setting, body, ours, header }) =>
      setting !== 'modern' &&
      Array.isArray(body) &&
      ours.status === 400 &&
      header('mcp-session-id') !== '{{batching}}',
  },
  {
    reason: 'Each request of a batch is answered, be its id unique or not.',
    section: '2025-03-26, basic, Batching; JSON-RPC 2.0, section 6',
    when: ({ body, is }) => Array.isArray(body) && is('several', 'a result'),
  },
];

export const intendedDifferences: readonly IntendedDifference[] = [...worded, ...decided];
