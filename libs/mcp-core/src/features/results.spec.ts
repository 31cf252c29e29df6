import { Readable } from 'node:stream';
import { toPromptResult } from './prompt-result';
import { toResourceResult } from './resource-result';
import { toToolResult } from './tool-result';

const text = { type: 'text', text: 'hello' };
const png = { type: 'image', data: 'AAAA', mimeType: 'image/png' };
const link = { type: 'resource_link', uri: 'a://b', name: 'b', size: 3, icons: [{ src: 'c' }] };
const embedded = { type: 'resource', resource: { uri: 'a://b', blob: 'AA==' } };
const annotated = { ...text, annotations: { audience: ['user'], priority: 0.5 }, _meta: { a: 1 } };

async function* values() {
  yield 1;
}

describe('what a tool returns', () => {
  it.each<[string, unknown, unknown[]]>([
    ['a block', text, [text]],
    ['blocks', [text, png, link, embedded, annotated], [text, png, link, embedded, annotated]],
    ['a whole result', { content: [png], isError: false, _meta: {} }, [png]],
    ['a result without content', { content: [] }, []],
  ])('is content of the protocol: %s', (_of, returned, content) => {
    expect(toToolResult(returned).content).toEqual(content);
  });

  it.each<[string, unknown]>([
    ['a page of rows', { content: [{ id: 1 }], totalPages: 1 }],
    ['an empty page', { content: [], totalPages: 0 }],
    ['a document', { content: [text], title: 'Greeting' }],
    ['nodes of an editor', { content: [{ type: 'paragraph', content: [text] }] }],
    ['marked text', { type: 'text', text: 'hello', marks: ['bold'] }],
    ['a field of a form', { type: 'text', name: 'email' }],
    ['an item of a CMS', { content: [{ type: 'image', url: 'https://a.b/c.png' }] }],
    ['blocks and rows', [text, { id: 1 }]],
    ['a kind', { type: 'image' }],
    ['text as content', { content: 'hello' }],
    ['no rows', []],
    ['a date', { at: new Date(0) }],
  ])('is a value of its own: %s', (_of, returned) => {
    const content = [{ type: 'text', text: JSON.stringify(returned) }];
    expect(toToolResult(returned)).toEqual({ content });
  });

  it.each<[string, unknown, RegExp]>([
    ['data that is no base64', { ...png, data: 'no!' }, /content\.0\.data: expected base64/],
    ['bytes', { ...png, data: Buffer.from('a') }, /content\.0\.data: .*expected string/],
    ['a missing media type', [{ type: 'image', data: 'AAAA' }], /content\.0\.mimeType: .*nothing/],
    ['text that is none', { content: [text, { type: 'text', text: 5 }] }, /content\.1\.text/],
    ['a link without a scheme', { ...link, uri: 'b' }, /content\.0\.uri: expected a URI/],
    ['an empty resource', { type: 'resource', resource: { uri: 'a://b' } }, /"text" or "blob"/],
    ['a priority of 5', { ...text, annotations: { priority: 5 } }, /annotations\.priority/],
    ['an error flag of text', { content: [text], isError: 'yes' }, /isError/],
    ['another kind of result', { content: [], resultType: 'input_required' }, /resultType/],
    ['a generator', values(), /a sequence \(AsyncGenerator\)/],
    ['a stream', Readable.from(['a']), /a sequence/],
    ['a set', new Set([1]), /a sequence \(Set\)/],
    ['a map', new Map(), /a sequence \(Map\)/],
    ['a function', () => 1, /a value of type function, which has no JSON form/],
    ['a symbol', Symbol('a'), /a value of type symbol, which has no JSON form/],
  ])('is refused: %s', (_of, returned, message) => {
    expect(() => toToolResult(returned)).toThrow(message);
  });

  it('may be a large picture', () => {
    const data = Buffer.alloc(8 * 1024 * 1024).toString('base64');
    const { content } = toToolResult({ ...png, data });
    expect(content).toHaveLength(1);
  });
});

describe('what a resource returns', () => {
  const of = (returned: unknown) => toResourceResult(returned, 'a://b', {});

  it.each([
    ['a://ž/b c?d="e"', 'a://%C5%BE/b%20c?d=%22e%22'],
    ['a://100%/%41', 'a://100%25/%41'],
    ['a://\ud800', 'a://%EF%BF%BD'],
    ["a://b:1/~c_d.e;(f)!*'?g=h&i#j@k,l+$-", "a://b:1/~c_d.e;(f)!*'?g=h&i#j@k,l+$-"],
  ])('bears a URI, though %s was asked for', (asked, uri) => {
    expect(toResourceResult('text', asked, {})).toMatchObject({ contents: [{ uri }] });
  });

  it('is contents of the protocol only where all of it is', () => {
    const whole = { contents: [{ uri: 'a://b', text: 'hello' }] };
    expect(of(whole)).toEqual(whole);
    for (const own of [{ contents: [{ id: 1 }] }, { contents: [], total: 0 }]) {
      expect(of(own)?.contents).toMatchObject([{ text: JSON.stringify(own) }]);
    }
  });

  it('is refused where the protocol refuses it', () => {
    const blob = { contents: [{ uri: 'a://b', blob: 'no!' }] };
    expect(() => of(blob)).toThrow(/contents\.0\.blob: expected base64/);
    expect(() => of({ contents: [{ uri: 'b', text: '' }] })).toThrow(/contents\.0\.uri/);
    expect(() => of(new Map())).toThrow(/a sequence/);
  });
});

describe('what a prompt returns', () => {
  const message = { role: 'user', content: text };

  it('is text, messages or a whole result', () => {
    const expected = { description: 'Greets.', messages: [message] };
    for (const returned of ['hello', [message], expected]) {
      expect(toPromptResult(returned, 'Greets.')).toEqual(expected);
    }
  });

  it.each<[unknown, RegExp]>([
    [undefined, /nothing. A prompt returns text, messages, or an object with "messages"/],
    [{ text: 'hello' }, /a value of type object. A prompt returns/],
    [[{ role: 'system', content: text }], /messages\.0\.role/],
    [[{ role: 'user', content: 'hello' }], /messages\.0\.content/],
  ])('is refused: %j', (returned, fault) => {
    expect(() => toPromptResult(returned, '')).toThrow(fault);
  });
});
