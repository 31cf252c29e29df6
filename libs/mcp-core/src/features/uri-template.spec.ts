import * as fc from 'fast-check';
import { UriTemplate } from './uri-template';

describe('a URI template', () => {
  it.each([
    ['test://users/{id}', 'test://users/7', { id: '7' }],
    ['test://users/{id}', 'test://users/a%20b', { id: 'a b' }],
    ['test://users/{id}', 'test://users/', undefined],
    ['test://users/{id}', 'test://users/7/orders', undefined],
    ['test://users/{id}', 'TEST://users/7', undefined],
    ['test://{a}/x/{b}', 'test://1/x/2', { a: '1', b: '2' }],
    ['test://{a,b}', 'test://1,2', { a: '1', b: '2' }],
    ['test://{list*}', 'test://1,2,3', { list: ['1', '2', '3'] }],
    ['file:///{+path}', 'file:///a/b/c.txt', { path: 'a/b/c.txt' }],
    ['test://x{#part}', 'test://x#top', { part: 'top' }],
    ['test://x{.type}', 'test://x.json', { type: 'json' }],
    ['test://x{/a,b}', 'test://x/1/2', { a: '1', b: '2' }],
    ['test://x{/path*}', 'test://x/1/2/3', { path: ['1', '2', '3'] }],
    ['test://x{;a,b}', 'test://x;a=1;b=2', { a: '1', b: '2' }],
    ['test://x{?q,page}', 'test://x?page=2&q=a+b', { q: 'a b', page: '2' }],
    ['test://x{?q,page}', 'test://x', {}],
    ['test://x{?tag*}', 'test://x?tag=1&tag=2', { tag: ['1', '2'] }],
    ['test://x?fixed=1{&q}', 'test://x?fixed=1&q=2', { q: '2' }],
    ['test://a.b/{id}', 'test://aXb/1', undefined],
    ['test://users/{id}', 'test://users/%E0%A4%A', undefined],
    ['test://users/{__proto__}', 'test://users/7', { ['__proto__']: '7' }],
  ])('%s on %s', (template, uri, expected) => {
    expect(new UriTemplate(template).match(uri)).toEqual(expected);
  });

  it.each([
    'test://{',
    'test://}',
    'test://{}',
    'test://{a b}',
    'test://{a,}',
    'test://{!a}',
    'test://{a{b}}',
    'test://{a}{b}',
    'test://{a}{+b}',
  ])('refuses %s', (template) => {
    expect(() => new UriTemplate(template)).toThrow();
  });

  it('gives back what a simple expansion was made of', () => {
    const template = new UriTemplate('test://{a}/{b}');
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.string({ minLength: 1 }),
        (a, b) => {
          const uri = `test://${encodeURIComponent(a)}/${encodeURIComponent(b)}`;
          expect(template.match(uri)).toEqual({ a, b });
        },
      ),
    );
  });

  it('takes no time for a URI that is made to be slow', () => {
    const uris = ['/', '/x', 'a.', ';a=1', '?x&'].map((part) => `test://${part.repeat(2_040)}`);
    for (const template of SLOW_AS_EXPRESSIONS.map((text) => new UriTemplate(text))) {
      for (const uri of uris) {
        for (const length of [2_048, 1_000_000]) template.match(uri.slice(0, length));
      }
    }
  });
});

const SLOW_AS_EXPRESSIONS = [
  'test://{+a}/{+b}x',
  'test://{+a}/{+b}/{+c}/{+d}x',
  'test://{a}.{b}.{c}.{d}.{e}!',
  'test://{+a}{/path*}{/rest*}x',
  'test://{+a}{;b}{;c}{?d}{&e}x',
];
