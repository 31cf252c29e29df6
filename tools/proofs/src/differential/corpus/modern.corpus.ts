import { META } from '@repo/mcp-core/testing';
import { modern, NO_ID, raw, type Case } from '../wire-request';

const call = (name: unknown, input?: unknown, parts: Parameters<typeof modern>[2] = {}) =>
  modern('tools/call', { name, arguments: input }, parts);
const read = (uri: unknown, parts = {}) => modern('resources/read', { uri }, parts);
const get = (name: unknown, input?: unknown) => modern('prompts/get', { name, arguments: input });
const complete = (ref: unknown, argument: unknown, context?: unknown) =>
  modern('completion/complete', { ref, argument, context });
const header = (headers: Record<string, string | undefined>) => ({ headers });
const region = (input: object, headers: Record<string, string>) =>
  call('locate', input, { headers });
const answer = (content: object) => ({ action: 'accept', content });
const greet = (more: object, parts = {}) => modern('tools/call', { name: 'greet', ...more }, parts);
const listen = (notifications: unknown) => modern('subscriptions/listen', { notifications });

const review = { type: 'ref/prompt', name: 'review' };
const body = { type: 'ref/resource', uri: 'note://{id}/body' };
const plain = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

const methods: Case[] = [
  'server/discover',
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'prompts/list',
  'ping',
  'initialize',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
  'no/such',
  '',
  'constructor',
  '__proto__',
  'tools',
  'roots/list',
  'elicitation/create',
  'notifications/initialized',
  'tasks/get',
].map((method) => ({ name: `method "${method}"`, ...modern(method) }));

const calls: Case[] = [
  { name: 'call', ...call('echo', { text: 'hi' }) },
  { name: 'call in capitals', ...call('echo', { text: 'hi', times: 2, voice: 'loud' }) },
  { name: 'call with a number beyond its maximum', ...call('echo', { text: 'hi', times: 6 }) },
  { name: 'call with a fraction', ...call('echo', { text: 'hi', times: 1.5 }) },
  { name: 'call with an unknown enum value', ...call('echo', { text: 'hi', voice: 'thin' }) },
  { name: 'call with an unknown argument', ...call('echo', { text: 'hi', more: true }) },
  { name: 'call without arguments', ...call('echo') },
  { name: 'call with null arguments', ...call('echo', null) },
  { name: 'call with an array of arguments', ...call('echo', ['hi']) },
  { name: 'call with text for arguments', ...call('echo', 'hi') },
  { name: 'call with null for a string', ...call('echo', { text: null }) },
  { name: 'call with beyond-ASCII text', ...call('echo', { text: 'žluťoučký 🐎 \u0000' }) },
  { name: 'call with __proto__', ...call('echo', JSON.parse('{"__proto__":{"text":"a"}}')) },
  {
    name: 'call with nested arguments',
    ...call('order', { customer: { email: 'a@b.cd' }, lines: [{ quantity: 1 }] }),
  },
  {
    name: 'call with bad nested arguments',
    ...call('order', { customer: {}, lines: [{ quantity: 0 }, 7] }),
  },
  { name: 'call with structured output', ...call('add', { a: 1, b: 2 }) },
  { name: 'call of a tool that refuses', ...call('refuse') },
  { name: 'call of a tool that breaks', ...call('broken') },
  { name: 'call of a tool that answers with an error', ...call('unwell') },
  { name: 'call of no arguments with some', ...call('unwell', { a: 1 }) },
  { name: 'call of no arguments with an array', ...call('unwell', []) },
  { name: 'call of an unknown tool', ...call('nope') },
  { name: 'call of __proto__', ...call('__proto__') },
  { name: 'call of constructor', ...call('constructor') },
  { name: 'call of a number', ...call(7) },
  { name: 'call of nothing', ...call(undefined) },
  { name: 'call of the empty name', ...call('') },
  { name: 'call with a name in capitals', ...call('ECHO', { text: 'hi' }) },
  { name: 'call by a string id', ...call('echo', { text: 'hi' }, { id: 'abc' }) },
  { name: 'call by the empty id', ...call('echo', { text: 'hi' }, { id: '' }) },
  { name: 'call by a negative id', ...call('echo', { text: 'hi' }, { id: -1 }) },
  { name: 'call by a null id', ...call('echo', { text: 'hi' }, { id: null }) },
  { name: 'call by a fraction', ...call('echo', { text: 'hi' }, { id: 1.5 }) },
  { name: 'call by a huge id', ...call('echo', { text: 'hi' }, { id: 2 ** 60 }) },
  { name: 'call by an object', ...call('echo', { text: 'hi' }, { id: {} }) },
  { name: 'call by true', ...call('echo', { text: 'hi' }, { id: true }) },
];

const notices: Case[] = [
  { name: 'report to nobody', ...call('report') },
  { name: 'report progress', ...call('report', {}, { meta: { progressToken: 'p' } }) },
  { name: 'report progress by number', ...call('report', {}, { meta: { progressToken: 7 } }) },
  { name: 'progress token 0', ...call('report', {}, { meta: { progressToken: 0 } }) },
  { name: 'a progress token that is none', ...call('report', {}, { meta: { progressToken: {} } }) },
  { name: 'logs of all levels', ...call('report', {}, { meta: { [META.logLevel]: 'debug' } }) },
  { name: 'logs of errors', ...call('report', {}, { meta: { [META.logLevel]: 'error' } }) },
  {
    name: 'logs and progress',
    ...call('report', {}, { meta: { [META.logLevel]: 'info', progressToken: 1 } }),
  },
  { name: 'an unknown log level', ...call('report', {}, { meta: { [META.logLevel]: 'loud' } }) },
  {
    name: 'logs, accepting JSON only',
    ...call('report', {}, { meta: { progressToken: 1 }, headers: { accept: 'application/json' } }),
  },
  {
    name: 'logs, accepting HTML only',
    ...call('report', {}, { meta: { progressToken: 1 }, headers: { accept: 'text/html' } }),
  },
  {
    name: 'logs, accepting anything',
    ...call('report', {}, { meta: { progressToken: 1 }, headers: { accept: '*/*' } }),
  },
  {
    name: 'logs, accepting nothing said',
    ...call('report', {}, { meta: { progressToken: 1 }, headers: { accept: undefined } }),
  },
];

const parameterHeaders: Case[] = [
  { name: 'no parameter, no header', ...region({}, {}) },
  { name: 'a parameter and its header', ...region({ region: 'eu' }, { 'mcp-param-region': 'eu' }) },
  {
    name: 'all parameters',
    ...region(
      { region: 'eu', shard: 4, dry: true },
      { 'mcp-param-region': 'eu', 'mcp-param-shard': '4', 'mcp-param-dry': 'true' },
    ),
  },
  { name: 'a missing parameter header', ...region({ region: 'eu' }, {}) },
  { name: 'another region', ...region({ region: 'eu' }, { 'mcp-param-region': 'us' }) },
  { name: 'a header for an absent parameter', ...region({}, { 'mcp-param-region': 'us' }) },
  {
    name: 'a header for a null parameter',
    ...region({ region: null }, { 'mcp-param-region': 'us' }),
  },
  { name: 'a null parameter', ...region({ region: null }, {}) },
  {
    name: 'an encoded region',
    ...region({ region: 'ü' }, { 'mcp-param-region': '=?base64?w7w=?=' }),
  },
  {
    name: 'an ASCII region, encoded',
    ...region({ region: 'eu' }, { 'mcp-param-region': '=?base64?ZXU=?=' }),
  },
  {
    name: 'an encoded region without padding',
    ...region({ region: 'ü' }, { 'mcp-param-region': '=?base64?w7w?=' }),
  },
  {
    name: 'a badly encoded region',
    ...region({ region: 'ü' }, { 'mcp-param-region': '=?base64?!!?=' }),
  },
  { name: 'an empty encoding', ...region({ region: '' }, { 'mcp-param-region': '=?base64??=' }) },
  {
    name: 'an unknown encoding',
    ...region({ region: '=?utf8?eu?=' }, { 'mcp-param-region': '=?utf8?eu?=' }),
  },
  {
    name: 'an encoding in capitals',
    ...region({ region: 'eu' }, { 'mcp-param-region': '=?BASE64?ZXU=?=' }),
  },
  {
    name: 'an encoding that is no UTF-8',
    ...region({ region: '\ufffd' }, { 'mcp-param-region': '=?base64?/w==?=' }),
  },
  { name: 'an empty region', ...region({ region: '' }, { 'mcp-param-region': '' }) },
  { name: 'a shard as 42.0', ...region({ shard: 42 }, { 'mcp-param-shard': '42.0' }) },
  { name: 'a shard as 4.2e1', ...region({ shard: 42 }, { 'mcp-param-shard': '4.2e1' }) },
  { name: 'a shard in hexadecimal', ...region({ shard: 42 }, { 'mcp-param-shard': '0x2a' }) },
  { name: 'a shard with a plus', ...region({ shard: 42 }, { 'mcp-param-shard': '+42' }) },
  { name: 'a shard with zeros before', ...region({ shard: 42 }, { 'mcp-param-shard': '042' }) },
  { name: 'no number of a shard', ...region({ shard: 42 }, { 'mcp-param-shard': 'x' }) },
  { name: 'an empty shard', ...region({ shard: 42 }, { 'mcp-param-shard': '' }) },
  { name: 'a shard that is text', ...region({ shard: '42' }, { 'mcp-param-shard': '42' }) },
  { name: 'a shard that is a list', ...region({ shard: [42] }, { 'mcp-param-shard': '42' }) },
  { name: 'a shard that is an object', ...region({ shard: {} }, { 'mcp-param-shard': '{}' }) },
  { name: 'a fraction of a shard', ...region({ shard: 1.5 }, { 'mcp-param-shard': '1.5' }) },
  {
    name: 'a huge shard',
    ...region({ shard: 2 ** 53 }, { 'mcp-param-shard': '9007199254740992' }),
  },
  { name: 'dry as False', ...region({ dry: false }, { 'mcp-param-dry': 'False' }) },
  { name: 'dry as false', ...region({ dry: false }, { 'mcp-param-dry': 'false' }) },
  { name: 'dry as 0', ...region({ dry: false }, { 'mcp-param-dry': '0' }) },
  { name: 'a header of no parameter', ...region({}, { 'mcp-param-colour': 'red' }) },
  { name: 'a region that is a number', ...region({ region: 7 }, { 'mcp-param-region': '7' }) },
  {
    name: 'parameter headers without arguments',
    ...call('locate', undefined, header({ 'mcp-param-region': 'eu' })),
  },
];

const headers: Case[] = [
  {
    name: 'no version header',
    ...call('unwell', {}, header({ 'mcp-protocol-version': undefined })),
  },
  { name: 'no method header', ...call('unwell', {}, header({ 'mcp-method': undefined })) },
  { name: 'no name header', ...call('unwell', {}, header({ 'mcp-name': undefined })) },
  {
    name: 'none of the headers',
    ...call(
      'unwell',
      {},
      header({ 'mcp-name': undefined, 'mcp-method': undefined, 'mcp-protocol-version': undefined }),
    ),
  },
  {
    name: 'a legacy version header',
    ...call('unwell', {}, header({ 'mcp-protocol-version': '2025-11-25' })),
  },
  {
    name: 'a future version header',
    ...call('unwell', {}, header({ 'mcp-protocol-version': '2099-01-01' })),
  },
  {
    name: 'a version header that is none',
    ...call('unwell', {}, header({ 'mcp-protocol-version': 'latest' })),
  },
  { name: 'another method header', ...call('unwell', {}, header({ 'mcp-method': 'tools/list' })) },
  {
    name: 'a method header in capitals',
    ...call('unwell', {}, header({ 'mcp-method': 'TOOLS/CALL' })),
  },
  { name: 'another name header', ...call('unwell', {}, header({ 'mcp-name': 'echo' })) },
  {
    name: 'an encoded name header',
    ...call('unwell', {}, header({ 'mcp-name': '=?base64?dW53ZWxs?=' })),
  },
  {
    name: 'an encoded method header',
    ...call('unwell', {}, header({ 'mcp-method': '=?base64?dG9vbHMvY2FsbA==?=' })),
  },
  {
    name: 'a badly encoded name header',
    ...call('unwell', {}, header({ 'mcp-name': '=?base64?####?=' })),
  },
  { name: 'a Latin-1 name header', ...call('unwéll', {}, header({ 'mcp-name': 'unwéll' })) },
  { name: 'a name header without a name', ...call(undefined, {}, header({ 'mcp-name': 'echo' })) },
  {
    name: 'a badly encoded name header without a name',
    ...call(undefined, {}, header({ 'mcp-name': '=?base64?####?=' })),
  },
  {
    name: 'a name header where no name belongs',
    ...modern('tools/list', {}, header({ 'mcp-name': 'echo' })),
  },
  { name: 'another URI header', ...read('note://motto', header({ 'mcp-name': 'note://pixel' })) },
  { name: 'a session header', ...modern('tools/list', {}, header({ 'mcp-session-id': 'abc' })) },
  {
    name: 'another media type',
    ...modern('tools/list', {}, header({ 'content-type': 'text/plain' })),
  },
  {
    name: 'JSON by another name',
    ...modern('tools/list', {}, header({ 'content-type': 'application/jsonp' })),
  },
  {
    name: 'a character set',
    ...modern('tools/list', {}, header({ 'content-type': 'application/json; charset=utf-8' })),
  },
  {
    name: 'a media type in capitals',
    ...modern('tools/list', {}, header({ 'content-type': 'Application/JSON' })),
  },
  {
    name: 'two media types',
    ...modern('tools/list', {}, header({ 'content-type': 'application/json, text/plain' })),
  },
  {
    name: 'JSON within a parameter',
    ...modern('tools/list', {}, header({ 'content-type': 'text/plain; a=application/json' })),
  },
  {
    name: 'accepting JSON only',
    ...modern('tools/list', {}, header({ accept: 'application/json' })),
  },
  {
    name: 'accepting streams only',
    ...modern('tools/list', {}, header({ accept: 'text/event-stream' })),
  },
  { name: 'accepting HTML', ...modern('tools/list', {}, header({ accept: 'text/html' })) },
  { name: 'accepting anything', ...modern('tools/list', {}, header({ accept: '*/*' })) },
];

const metadata: Case[] = [
  {
    name: 'no capabilities',
    ...modern('tools/list', {}, { meta: { [META.clientCapabilities]: undefined } }),
  },
  {
    name: 'capabilities that are a list',
    ...modern('tools/list', {}, { meta: { [META.clientCapabilities]: [] } }),
  },
  {
    name: 'capabilities that are none',
    ...modern('tools/list', {}, { meta: { [META.clientCapabilities]: { elicitation: 'yes' } } }),
  },
  {
    name: 'a mode of elicitation that is none',
    ...modern(
      'tools/list',
      {},
      { meta: { [META.clientCapabilities]: { elicitation: { url: 'yes' } } } },
    ),
  },
  {
    name: 'a flag of a capability that is none',
    ...modern(
      'tools/list',
      {},
      { meta: { [META.clientCapabilities]: { roots: { listChanged: 'yes' } } } },
    ),
  },
  {
    name: 'unknown capabilities',
    ...modern('tools/list', {}, { meta: { [META.clientCapabilities]: { flying: {} } } }),
  },
  {
    name: 'client info',
    ...modern('tools/list', {}, { meta: { [META.clientInfo]: { name: 'a', version: '1' } } }),
  },
  {
    name: 'client info without a version',
    ...modern('tools/list', {}, { meta: { [META.clientInfo]: { name: 'a' } } }),
  },
  {
    name: 'client info that is text',
    ...modern('tools/list', {}, { meta: { [META.clientInfo]: 'a' } }),
  },
  {
    name: 'a future version',
    ...modern(
      'tools/list',
      {},
      {
        meta: { [META.protocolVersion]: '2099-01-01' },
        headers: { 'mcp-protocol-version': '2099-01-01' },
      },
    ),
  },
  {
    name: 'a future version and no capabilities',
    ...modern(
      'tools/list',
      {},
      {
        meta: { [META.protocolVersion]: '2099-01-01', [META.clientCapabilities]: undefined },
        headers: { 'mcp-protocol-version': '2099-01-01' },
      },
    ),
  },
  {
    name: 'a future version in the body only',
    ...modern('tools/list', {}, { meta: { [META.protocolVersion]: '2099-01-01' } }),
  },
  {
    name: 'a legacy version in the metadata',
    ...modern(
      'tools/list',
      {},
      {
        meta: { [META.protocolVersion]: '2025-11-25' },
        headers: { 'mcp-protocol-version': '2025-11-25' },
      },
    ),
  },
  {
    name: 'a version that is a number',
    ...modern('tools/list', {}, { meta: { [META.protocolVersion]: 2026 } }),
  },
  {
    name: 'an empty version',
    ...modern('tools/list', {}, { meta: { [META.protocolVersion]: '' } }),
  },
  {
    name: 'metadata that is null',
    ...raw(
      { ...plain, params: { _meta: null } },
      { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
    ),
  },
  {
    name: 'no metadata',
    ...raw(plain, { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' }),
  },
  {
    name: 'no metadata, future header',
    ...raw(plain, { 'mcp-protocol-version': '2099-01-01', 'mcp-method': 'tools/list' }),
  },
  {
    name: 'trace context',
    ...modern(
      'tools/list',
      {},
      { meta: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } },
    ),
  },
];

const resources: Case[] = [
  'note://motto',
  'note://pixel',
  'note://100/body',
  'note://a%20b/body',
  'note://%zz/body',
  'note://ž/body',
  'note://missing/body',
  'note://a/b/body',
  'note://nothing',
  'NOTE://motto',
  'not a uri',
  '',
  '../../etc/passwd',
  'file:///etc/passwd',
  7,
  null,
  ['note://motto'],
  undefined,
].map((uri) => ({ name: `read ${JSON.stringify(uri)}`, ...read(uri) }));

const lists: Case[] = ['tools', 'resources', 'resources/templates', 'prompts'].flatMap((list) =>
  ['', 'abc', 7, null, {}].map((cursor) => ({
    name: `${list} from ${JSON.stringify(cursor)}`,
    ...modern(`${list}/list`, { cursor }),
  })),
);

const prompts: Case[] = [
  { name: 'a prompt', ...get('hello') },
  { name: 'a prompt with arguments', ...get('review', { language: 'go', focus: 'speed' }) },
  { name: 'a prompt without an optional argument', ...get('review', { language: 'go' }) },
  { name: 'a prompt without a required argument', ...get('review', {}) },
  { name: 'a prompt without arguments', ...get('review') },
  { name: 'a prompt with a number', ...get('review', { language: 7 }) },
  { name: 'a prompt with an unknown argument', ...get('review', { language: 'go', more: 'x' }) },
  { name: 'a prompt with arguments in a list', ...get('review', ['go']) },
  { name: 'an argument to a prompt without any', ...get('hello', { a: 'b' }) },
  {
    name: 'a prompt with an unknown argument that is a number',
    ...get('review', { language: 'go', more: 7 }),
  },
  { name: 'an unknown prompt', ...get('nope') },
  { name: 'the prompt __proto__', ...get('__proto__') },
  { name: 'a prompt named by a number', ...get(7) },
  { name: 'a prompt without a name', ...get(undefined) },
];

const completions: Case[] = [
  { name: 'completing a prompt', ...complete(review, { name: 'language', value: 'r' }) },
  { name: 'completing nothing typed', ...complete(review, { name: 'language', value: '' }) },
  {
    name: 'completing an argument that has none',
    ...complete(review, { name: 'focus', value: '' }),
  },
  { name: 'completing an unknown argument', ...complete(review, { name: 'nope', value: '' }) },
  { name: 'completing constructor', ...complete(review, { name: 'constructor', value: '' }) },
  {
    name: 'completing constructor of a template',
    ...complete(body, { name: 'constructor', value: '' }),
  },
  {
    name: 'completing the resource constructor',
    ...complete({ type: 'ref/resource', uri: 'constructor' }, { name: 'id', value: '' }),
  },
  { name: 'completing a template', ...complete(body, { name: 'id', value: '1' }) },
  {
    name: 'completing with context',
    ...complete(body, { name: 'id', value: '1' }, { arguments: { a: 'b' } }),
  },
  {
    name: 'completing with bad context',
    ...complete(body, { name: 'id', value: '1' }, { arguments: { a: 7 } }),
  },
  {
    name: 'completing a fixed resource',
    ...complete({ type: 'ref/resource', uri: 'note://motto' }, { name: 'id', value: '' }),
  },
  {
    name: 'completing an unknown resource',
    ...complete({ type: 'ref/resource', uri: 'note://nope' }, { name: 'id', value: '' }),
  },
  {
    name: 'completing an unknown prompt',
    ...complete({ type: 'ref/prompt', name: 'nope' }, { name: 'id', value: '' }),
  },
  {
    name: 'completing a tool',
    ...complete({ type: 'ref/tool', name: 'echo' }, { name: 'text', value: '' }),
  },
  { name: 'completing no reference', ...complete(undefined, { name: 'id', value: '' }) },
  { name: 'completing no argument', ...complete(review, undefined) },
  { name: 'completing a number', ...complete(review, { name: 'language', value: 7 }) },
];

const rounds: Case[] = [
  { name: 'a question', ...greet({}) },
  {
    name: 'a question to a client that cannot be asked',
    ...greet({}, { meta: { [META.clientCapabilities]: {} } }),
  },
  {
    name: 'a question to a client with forms',
    ...greet({}, { meta: { [META.clientCapabilities]: { elicitation: { form: {} } } } }),
  },
  {
    name: 'a form for a client that has pages only',
    ...greet({}, { meta: { [META.clientCapabilities]: { elicitation: { url: {} } } } }),
  },
  {
    name: 'a question to a client with an unknown mode',
    ...greet({}, { meta: { [META.clientCapabilities]: { elicitation: { song: {} } } } }),
  },
  {
    name: 'a first answer',
    ...greet({ inputResponses: { name: answer({ name: 'Ann' }) }, requestState: '{{state}}' }),
  },
  {
    name: 'a first answer without its state',
    ...greet({ inputResponses: { name: answer({ name: 'Ann' }) } }),
  },
  {
    name: 'both answers',
    ...greet({
      inputResponses: { name: answer({ name: 'Ann' }), colour: answer({ colour: 'red' }) },
    }),
  },
  {
    name: 'a declined question',
    ...greet({ inputResponses: { name: { action: 'decline' } }, requestState: '{{state}}' }),
  },
  { name: 'a cancelled question', ...greet({ inputResponses: { name: { action: 'cancel' } } }) },
  {
    name: 'a second question declined',
    ...greet({ inputResponses: { name: answer({ name: 'Ann' }), colour: { action: 'decline' } } }),
  },
  {
    name: 'an answer that does not fit its form',
    ...greet({ inputResponses: { name: answer({ name: 7 }) } }),
  },
  {
    name: 'an answer without content',
    ...greet({ inputResponses: { name: { action: 'accept' } } }),
  },
  { name: 'an unknown action', ...greet({ inputResponses: { name: { action: 'maybe' } } }) },
  { name: 'an answer that is text', ...greet({ inputResponses: { name: 'Ann' } }) },
  { name: 'answers that are a list', ...greet({ inputResponses: [] }) },
  {
    name: 'answers to what nobody asked',
    ...greet({ inputResponses: { age: answer({ age: 7 }) } }),
  },
  {
    name: 'answers to a tool that asks nothing',
    ...modern('tools/call', { name: 'unwell', inputResponses: {}, requestState: '{{state}}' }),
  },
  { name: 'a state alone', ...greet({ requestState: '{{state}}' }) },
  { name: 'a state with something behind', ...greet({ requestState: '{{state}}x' }) },
  { name: 'a state with something before', ...greet({ requestState: 'x{{state}}' }) },
  { name: 'half a state', ...greet({ requestState: 'v1.e30' }) },
  { name: 'an empty state', ...greet({ requestState: '' }) },
  { name: 'a state that is a number', ...greet({ requestState: 7 }) },
  { name: 'a state that is null', ...greet({ requestState: null }) },
  {
    name: 'an altered state, of a client that cannot be asked',
    ...greet(
      { arguments: { other: 1 }, requestState: '{{state}}' },
      { meta: { [META.clientCapabilities]: {} } },
    ),
  },
  {
    name: 'a state of other arguments',
    ...greet({ arguments: { other: 1 }, requestState: '{{state}}' }),
  },
  {
    name: 'a state for a prompt',
    ...modern('prompts/get', { name: 'hello', requestState: '{{state}}' }),
  },
  { name: 'a bad state for a list', ...modern('tools/list', { requestState: 'x' }) },
];

const subscriptions: Case[] = [
  { toolsListChanged: true },
  { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true },
  { resourceSubscriptions: ['note://motto'] },
  { resourceSubscriptions: [] },
  { resourceSubscriptions: null },
  { toolsListChanged: false },
  {},
  { unknown: true },
  { toolsListChanged: 'yes' },
  { resourceSubscriptions: [7] },
  { resourceSubscriptions: 'note://motto' },
  'all',
  null,
  undefined,
].map((filter) => ({ name: `listening to ${JSON.stringify(filter)}`, ...listen(filter) }));

subscriptions.push({
  name: 'listening, accepting JSON only',
  ...modern('subscriptions/listen', { notifications: {} }, header({ accept: 'application/json' })),
});

const notifications: Case[] = [
  { name: 'a notification', ...modern('notifications/cancelled', { requestId: 1 }, { id: NO_ID }) },
  { name: 'an unknown notification', ...modern('notifications/nope', {}, { id: NO_ID }) },
  { name: 'a request method as a notification', ...modern('tools/list', {}, { id: NO_ID }) },
  {
    name: 'a notification without headers',
    ...modern(
      'notifications/cancelled',
      {},
      { id: NO_ID, headers: { 'mcp-method': undefined, 'mcp-protocol-version': undefined } },
    ),
  },
  {
    name: 'a notification without metadata',
    ...raw(
      { jsonrpc: '2.0', method: 'notifications/cancelled' },
      { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'notifications/cancelled' },
    ),
  },
  {
    name: 'a notification of another version',
    ...modern(
      'notifications/cancelled',
      {},
      { id: NO_ID, headers: { 'mcp-protocol-version': '2025-11-25' } },
    ),
  },
  {
    name: 'a notification with another method header',
    ...modern(
      'notifications/cancelled',
      {},
      { id: NO_ID, headers: { 'mcp-method': 'tools/list' } },
    ),
  },
  {
    name: 'a notification of a bad version',
    ...modern('notifications/cancelled', {}, { id: NO_ID, meta: { [META.protocolVersion]: 7 } }),
  },
];

const asModern = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
const enveloped = JSON.parse(modern('tools/list').body ?? '') as object;

const frames: Case[] = [
  { name: 'a body that is no JSON', ...raw('{', asModern) },
  { name: 'an empty body', ...raw('', asModern) },
  { name: 'a body that is a number', ...raw(7, asModern) },
  { name: 'a body that is null', ...raw('null', asModern) },
  { name: 'a body that is text', ...raw('"tools/list"', asModern) },
  { name: 'a body with a byte order mark', ...raw(`\ufeff${JSON.stringify(enveloped)}`, asModern) },
  { name: 'an empty object', ...raw({}, asModern) },
  { name: 'an empty batch', ...raw([], asModern) },
  { name: 'a batch', ...raw([enveloped], asModern) },
  { name: 'a batch without a modern header', ...raw([enveloped]) },
  { name: 'JSON-RPC 1.0', ...raw({ ...enveloped, jsonrpc: '1.0' }, asModern) },
  { name: 'no JSON-RPC version', ...raw({ ...enveloped, jsonrpc: undefined }, asModern) },
  { name: 'a method that is a number', ...raw({ ...enveloped, method: 7 }, asModern) },
  { name: 'no method', ...raw({ ...enveloped, method: undefined }, asModern) },
  { name: 'parameters in a list', ...raw({ ...plain, params: [] }, asModern) },
  { name: 'parameters that are null', ...raw({ ...plain, params: null }, asModern) },
  { name: 'an unknown field', ...raw({ ...enveloped, more: true }, asModern) },
  { name: 'a result beside a method', ...raw({ ...enveloped, result: {} }, asModern) },
  { name: 'a response', ...raw({ jsonrpc: '2.0', id: 1, result: {} }, asModern) },
  {
    name: 'an error response',
    ...raw({ jsonrpc: '2.0', id: 1, error: { code: 1, message: 'a' } }, asModern),
  },
  {
    name: 'an initialize under a modern header',
    ...raw({ ...plain, method: 'initialize', params: {} }, asModern),
  },
];

const httpMethods: Case[] = ['GET', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'].map(
  (httpMethod) => ({
    name: `HTTP method ${httpMethod}`,
    httpMethod,
    headers: { 'mcp-protocol-version': '2026-07-28' },
  }),
);

export const modernCorpus: readonly Case[] = [
  ...methods,
  ...calls,
  ...notices,
  ...parameterHeaders,
  ...headers,
  ...metadata,
  ...resources,
  ...lists,
  ...prompts,
  ...completions,
  ...rounds,
  ...subscriptions,
  ...notifications,
  ...frames,
  ...httpMethods,
];
