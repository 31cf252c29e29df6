import { alone, inSession, initializeParams, NO_ID, raw, type Case } from '../wire-request';

type Make = typeof inSession;

const review = { type: 'ref/prompt', name: 'review' };
const body = { type: 'ref/resource', uri: 'note://{id}/body' };
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const answer = (content: object) => ({ result: { action: 'accept', content } });
const of = (session: string | undefined) => ({ headers: { 'mcp-session-id': session } });

/** What a client of 2025-11-25 may send, with a session or without. */
function requests(make: Make): Case[] {
  const call = (name: unknown, input?: unknown, parts: Parameters<Make>[2] = {}) =>
    make('tools/call', { name, arguments: input }, parts);
  const complete = (ref: unknown, argument: unknown) =>
    make('completion/complete', { ref, argument });

  const methods: Case[] = [
    'ping',
    'tools/list',
    'resources/list',
    'resources/templates/list',
    'prompts/list',
    'server/discover',
    'subscriptions/listen',
    'no/such',
    '',
    'constructor',
    '__proto__',
    'roots/list',
    'sampling/createMessage',
    'tasks/list',
    'notifications/initialized',
  ].map((method) => ({ name: `method "${method}"`, ...make(method) }));

  const calls: Case[] = [
    { name: 'call', ...call('echo', { text: 'hi' }) },
    { name: 'call with bad arguments', ...call('echo', { text: 7 }) },
    { name: 'call without arguments', ...call('echo') },
    { name: 'call with null arguments', ...call('echo', null) },
    { name: 'call with an array of arguments', ...call('echo', []) },
    { name: 'call with structured output', ...call('add', { a: 1, b: 2 }) },
    { name: 'call of a tool that refuses', ...call('refuse') },
    { name: 'call of a tool that breaks', ...call('broken') },
    { name: 'call of a tool that answers with an error', ...call('unwell') },
    { name: 'call of an unknown tool', ...call('nope') },
    { name: 'call of constructor', ...call('constructor') },
    { name: 'call of a number', ...call(7) },
    { name: 'call of nothing', ...call(undefined) },
    {
      name: 'call with parameter headers that lie',
      ...call('locate', { region: 'eu' }, { headers: { 'mcp-param-region': 'us' } }),
    },
    {
      name: 'call with method headers that lie',
      ...call('unwell', {}, { headers: { 'mcp-method': 'ping', 'mcp-name': 'echo' } }),
    },
    { name: 'call by a string id', ...call('echo', { text: 'hi' }, { id: 'abc' }) },
    { name: 'call by the empty id', ...call('echo', { text: 'hi' }, { id: '' }) },
    { name: 'call by a null id', ...call('echo', { text: 'hi' }, { id: null }) },
    { name: 'call by a fraction', ...call('echo', { text: 'hi' }, { id: 1.5 }) },
    { name: 'call by an object', ...call('echo', { text: 'hi' }, { id: {} }) },
    { name: 'report to nobody', ...call('report') },
    {
      name: 'report progress',
      ...make('tools/call', { name: 'report', _meta: { progressToken: 'p' } }),
    },
    {
      name: 'report progress by a token that is none',
      ...make('tools/call', { name: 'report', _meta: { progressToken: {} } }),
    },
    { name: 'metadata that is null', ...make('tools/call', { name: 'unwell', _meta: null }) },
    { name: 'a task', ...make('tools/call', { name: 'unwell', task: { ttl: 1000 } }) },
    { name: 'a task that is none', ...make('tools/call', { name: 'unwell', task: true }) },
    {
      name: 'a request state',
      ...make('tools/call', { name: 'unwell', requestState: 'x', inputResponses: {} }),
    },
  ];

  const others: Case[] = [
    { name: 'tools from an unknown cursor', ...make('tools/list', { cursor: 'abc' }) },
    { name: 'tools from a number', ...make('tools/list', { cursor: 7 }) },
    { name: 'tools with parameters that are null', ...make('tools/list', null) },
    { name: 'tools with parameters in a list', ...make('tools/list', []) },
    { name: 'read', ...make('resources/read', { uri: 'note://motto' }) },
    { name: 'read bytes', ...make('resources/read', { uri: 'note://pixel' }) },
    { name: 'read a template', ...make('resources/read', { uri: 'note://100/body' }) },
    { name: 'read nothing', ...make('resources/read', { uri: 'note://nothing' }) },
    {
      name: 'read a note that is missing',
      ...make('resources/read', { uri: 'note://missing/body' }),
    },
    { name: 'read what is no URI', ...make('resources/read', { uri: 'not a uri' }) },
    { name: 'read a number', ...make('resources/read', { uri: 7 }) },
    { name: 'a prompt', ...make('prompts/get', { name: 'hello' }) },
    {
      name: 'a prompt with arguments',
      ...make('prompts/get', { name: 'review', arguments: { language: 'go' } }),
    },
    { name: 'a prompt without its arguments', ...make('prompts/get', { name: 'review' }) },
    { name: 'an unknown prompt', ...make('prompts/get', { name: 'nope' }) },
    { name: 'completing a prompt', ...complete(review, { name: 'language', value: 'r' }) },
    { name: 'completing a template', ...complete(body, { name: 'id', value: '1' }) },
    {
      name: 'completing nothing known',
      ...complete({ type: 'ref/prompt', name: 'nope' }, { name: 'a', value: '' }),
    },
    { name: 'completing a malformed reference', ...complete('review', { name: 'a', value: '' }) },
    { name: 'subscribing', ...make('resources/subscribe', { uri: 'note://motto' }) },
    { name: 'subscribing to a number', ...make('resources/subscribe', { uri: 7 }) },
    { name: 'unsubscribing', ...make('resources/unsubscribe', { uri: 'note://motto' }) },
    { name: 'an unknown log level', ...make('logging/setLevel', { level: 'loud' }) },
    { name: 'no log level', ...make('logging/setLevel', {}) },
  ];

  const notifications: Case[] = [
    {
      name: 'a cancellation of nothing',
      ...make('notifications/cancelled', { requestId: 99 }, { id: NO_ID }),
    },
    {
      name: 'a malformed cancellation',
      ...make('notifications/cancelled', { requestId: {} }, { id: NO_ID }),
    },
    {
      name: 'changed roots',
      ...make('notifications/roots/list_changed', undefined, { id: NO_ID }),
    },
    { name: 'an unknown notification', ...make('notifications/nope', undefined, { id: NO_ID }) },
    { name: 'a request method as a notification', ...make('tools/list', undefined, { id: NO_ID }) },
  ];

  const { headers } = make('ping');
  const frame = (value: unknown) => raw(value, headers);
  const frames: Case[] = [
    { name: 'a body that is no JSON', ...frame('{') },
    { name: 'an empty body', ...frame('') },
    { name: 'a body that is a number', ...frame(7) },
    { name: 'a body with a byte order mark', ...frame(`\ufeff${JSON.stringify(ping)}`) },
    { name: 'an empty object', ...frame({}) },
    { name: 'JSON-RPC 1.0', ...frame({ ...ping, jsonrpc: '1.0' }) },
    { name: 'an unknown field', ...frame({ ...ping, more: true }) },
    { name: 'a method that is a number', ...frame({ ...ping, method: 7 }) },
    { name: 'a response to nothing', ...frame({ jsonrpc: '2.0', id: 99, result: {} }) },
    {
      name: 'an error to nothing',
      ...frame({ jsonrpc: '2.0', id: 99, error: { code: 1, message: 'a' } }),
    },
    {
      name: 'an error without an id',
      ...frame({ jsonrpc: '2.0', error: { code: 1, message: 'a' } }),
    },
    {
      name: 'a response with both',
      ...frame({ jsonrpc: '2.0', id: 99, result: {}, error: { code: 1, message: 'a' } }),
    },
    { name: 'a malformed response', ...frame({ jsonrpc: '2.0', id: 99, result: 7 }) },
    { name: 'a batch', ...frame([ping]) },
    { name: 'an empty batch', ...frame([]) },
    { name: 'a batch of rubbish', ...frame([7]) },
  ];

  const negotiation: Case[] = [
    {
      name: 'another media type',
      ...make('ping', undefined, { headers: { 'content-type': 'text/plain' } }),
    },
    {
      name: 'no media type',
      ...make('ping', undefined, { headers: { 'content-type': undefined } }),
    },
    {
      name: 'accepting JSON only',
      ...make('ping', undefined, { headers: { accept: 'application/json' } }),
    },
    {
      name: 'accepting streams only',
      ...make('ping', undefined, { headers: { accept: 'text/event-stream' } }),
    },
    { name: 'accepting HTML', ...make('ping', undefined, { headers: { accept: 'text/html' } }) },
    { name: 'accepting anything', ...make('ping', undefined, { headers: { accept: '*/*' } }) },
    {
      name: 'accepting nothing said',
      ...make('ping', undefined, { headers: { accept: undefined } }),
    },
    {
      name: 'no version header',
      ...make('ping', undefined, { headers: { 'mcp-protocol-version': undefined } }),
    },
    {
      name: 'another version header',
      ...make('ping', undefined, { headers: { 'mcp-protocol-version': '2025-06-18' } }),
    },
    {
      name: 'a version header of the first revision',
      ...make('ping', undefined, { headers: { 'mcp-protocol-version': '2024-10-07' } }),
    },
    {
      name: 'a version header that is none',
      ...make('ping', undefined, { headers: { 'mcp-protocol-version': 'latest' } }),
    },
    {
      name: 'a version header of the past',
      ...make('ping', undefined, { headers: { 'mcp-protocol-version': '2020-01-01' } }),
    },
    {
      name: 'a version header of the modern era',
      ...make('ping', undefined, { headers: { 'mcp-protocol-version': '2026-07-28' } }),
    },
  ];
  return [...methods, ...calls, ...others, ...notifications, ...frames, ...negotiation];
}

const opening: Case[] = [
  { name: 'initialize', ...alone('initialize', initializeParams) },
  ...['2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07', '2026-07-28', '1999-01-01', ''].map(
    (protocolVersion) => ({
      name: `initialize of "${protocolVersion}"`,
      ...alone(
        'initialize',
        { ...initializeParams, protocolVersion },
        { headers: { 'mcp-protocol-version': undefined } },
      ),
    }),
  ),
  {
    name: 'initialize without a version',
    ...alone('initialize', { ...initializeParams, protocolVersion: undefined }),
  },
  {
    name: 'initialize by a version that is a number',
    ...alone('initialize', { ...initializeParams, protocolVersion: 7 }),
  },
  {
    name: 'initialize without capabilities',
    ...alone('initialize', { ...initializeParams, capabilities: undefined }),
  },
  {
    name: 'initialize with capabilities in a list',
    ...alone('initialize', { ...initializeParams, capabilities: [] }),
  },
  {
    name: 'initialize with capabilities that are none',
    ...alone('initialize', { ...initializeParams, capabilities: { sampling: 'yes' } }),
  },
  {
    name: 'initialize without a name',
    ...alone('initialize', { ...initializeParams, clientInfo: { version: '1' } }),
  },
  { name: 'initialize without parameters', ...alone('initialize') },
  { name: 'initialize without an id', ...alone('initialize', initializeParams, { id: NO_ID }) },
  { name: 'initialize by a null id', ...alone('initialize', initializeParams, { id: null }) },
  {
    name: 'initialize under an unsupported version header',
    ...alone('initialize', initializeParams, { headers: { 'mcp-protocol-version': '1999-01-01' } }),
  },
  {
    name: 'initialize in a batch',
    ...raw([{ jsonrpc: '2.0', id: 1, method: 'initialize', params: initializeParams }]),
  },
];

const sessions: Case[] = [
  { name: 'a second initialize', ...inSession('initialize', initializeParams) },
  {
    name: 'an initialize without an id in an open session',
    ...inSession('initialize', initializeParams, { id: NO_ID }),
  },
  {
    name: 'a malformed initialize in an open session',
    ...inSession('initialize', { ...initializeParams, protocolVersion: 7 }),
  },
  { name: 'no JSON in an unknown session', ...inSession('ping', undefined, of('abc')), body: '{' },
  {
    name: 'an empty batch in a closed session',
    ...inSession('ping', undefined, of('{{closed}}')),
    body: '[]',
  },
  { name: 'an unknown session', ...inSession('ping', undefined, of('abc')) },
  { name: 'an unknown session, unknown method', ...inSession('nope', undefined, of('abc')) },
  {
    name: 'initialize in an unknown session',
    ...inSession('initialize', initializeParams, of('abc')),
  },
  { name: 'a closed session', ...inSession('ping', undefined, of('{{closed}}')) },
  { name: 'no session', ...inSession('ping', undefined, of(undefined)) },
  {
    name: 'no session, a notification',
    ...inSession('notifications/initialized', undefined, { id: NO_ID, ...of(undefined) }),
  },
  {
    name: 'a notification in a closed session',
    ...inSession('notifications/initialized', undefined, { id: NO_ID, ...of('{{closed}}') }),
  },
  { name: 'a log level', ...inSession('logging/setLevel', { level: 'error' }, of('{{chatty}}')) },
  { name: 'what is logged then', ...inSession('tools/call', { name: 'report' }, of('{{chatty}}')) },
  { name: 'a batch of 2025-03-26', ...batch([ping, { ...ping, id: 2, method: 'tools/list' }]) },
  {
    name: 'a batch of 2025-03-26 with a notification',
    ...batch([ping, { jsonrpc: '2.0', method: 'notifications/nope' }]),
  },
  {
    name: 'a batch of notifications',
    ...batch([{ jsonrpc: '2.0', method: 'notifications/nope' }]),
  },
  { name: 'an empty batch of 2025-03-26', ...batch([]) },
  { name: 'a batch with rubbish in it', ...batch([ping, 7]) },
  { name: 'a batch with the same id twice', ...batch([ping, ping]) },
  {
    name: 'a batch that initializes again',
    ...batch([{ ...ping, method: 'initialize', params: initializeParams }]),
  },
  {
    name: 'questions',
    ...inSession('tools/call', { name: 'greet' }),
    reply: answer({ name: 'Ann', colour: 'red' }),
  },
  {
    name: 'questions that are declined',
    ...inSession('tools/call', { name: 'greet' }),
    reply: { result: { action: 'decline' } },
  },
  { name: 'questions that are cancelled', ...inSession('tools/call', { name: 'greet' }) },
  {
    name: 'questions answered by an error',
    ...inSession('tools/call', { name: 'greet' }),
    reply: { error: { code: -1, message: 'no' } },
  },
  {
    name: 'questions answered by what does not fit',
    ...inSession('tools/call', { name: 'greet' }),
    reply: answer({ name: 7 }),
  },
  {
    name: 'questions answered by rubbish',
    ...inSession('tools/call', { name: 'greet' }),
    reply: { result: { action: 'maybe' } },
  },
];

function batch(messages: unknown[]) {
  return raw(messages, { 'mcp-session-id': '{{batching}}', 'mcp-protocol-version': '2025-03-26' });
}

const verbs = (
  id: string | undefined,
  more: Record<string, string> = {},
): Record<string, string> => ({
  ...(id !== undefined && { 'mcp-session-id': id }),
  accept: 'text/event-stream',
  'mcp-protocol-version': '2025-11-25',
  ...more,
});

const httpMethods: Case[] = [
  { name: 'a stream', httpMethod: 'GET', headers: verbs('{{chatty}}') },
  { name: 'a stream of an unknown session', httpMethod: 'GET', headers: verbs('abc') },
  { name: 'a stream of a closed session', httpMethod: 'GET', headers: verbs('{{closed}}') },
  { name: 'a stream of no session', httpMethod: 'GET', headers: verbs(undefined) },
  {
    name: 'a stream as JSON',
    httpMethod: 'GET',
    headers: verbs('{{chatty}}', { accept: 'application/json' }),
  },
  {
    name: 'a stream as anything',
    httpMethod: 'GET',
    headers: verbs('{{chatty}}', { accept: '*/*' }),
  },
  {
    name: 'a stream of an unsupported version',
    httpMethod: 'GET',
    headers: verbs('{{chatty}}', { 'mcp-protocol-version': '1999-01-01' }),
  },
  {
    name: 'a stream that goes on',
    httpMethod: 'GET',
    headers: verbs('{{session}}', { 'last-event-id': '{{event}}' }),
    take: 2,
  },
  {
    name: 'a stream that goes on from nowhere',
    httpMethod: 'GET',
    headers: verbs('{{session}}', { 'last-event-id': 'nonsense' }),
  },
  {
    name: 'a stream that goes on in another session',
    httpMethod: 'GET',
    headers: verbs('{{chatty}}', { 'last-event-id': 'nonsense' }),
  },
  { name: 'deleting no session', httpMethod: 'DELETE', headers: verbs(undefined) },
  { name: 'deleting an unknown session', httpMethod: 'DELETE', headers: verbs('abc') },
  {
    name: 'deleting under an unsupported version',
    httpMethod: 'DELETE',
    headers: verbs('{{batching}}', { 'mcp-protocol-version': '1999-01-01' }),
  },
  { name: 'deleting a session', httpMethod: 'DELETE', headers: verbs('{{doomed}}') },
  { name: 'deleting a session again', httpMethod: 'DELETE', headers: verbs('{{doomed}}') },
  ...['PUT', 'PATCH', 'HEAD', 'OPTIONS'].map((httpMethod) => ({
    name: `HTTP method ${httpMethod}`,
    httpMethod,
    headers: verbs('{{session}}'),
  })),
];

export const sessionCorpus: readonly Case[] = [
  ...opening,
  ...requests(inSession),
  ...sessions,
  ...httpMethods,
];

export const statelessCorpus: readonly Case[] = [
  ...opening,
  ...requests(alone),
  { name: 'a session header', ...alone('ping', undefined, of('abc')) },
  { name: 'a question', ...alone('tools/call', { name: 'greet' }) },
  { name: 'a log level', ...alone('logging/setLevel', { level: 'error' }) },
  ...['GET', 'DELETE', 'PUT', 'HEAD'].map((httpMethod) => ({
    name: `HTTP method ${httpMethod}`,
    httpMethod,
    headers: verbs(undefined),
  })),
];
