import { EncodedList } from './encoded-list';
import type { Feature } from '../features/feature';
import { ResultEncoder } from './result-encoder';
import { FeatureVisibility, type Visibility } from './visibility';
import type { Client } from '../protocol/client';
import { VisibleList } from './visible-list';

const encoder = new ResultEncoder({ name: 's', version: '1' });

class ByScope extends FeatureVisibility {
  asked = 0;
  of({ scopes }: Feature, auth?: { scopes: string[] }): Visibility {
    this.asked += 1;
    return scopes.every((scope) => auth?.scopes.includes(scope)) ? 'listed' : 'unlisted';
  }
}

const feature = (name: string, scopes: string[]) =>
  ({ name, scopes, anyScope: [], listed: { name } }) as unknown as Feature;
const caller = (...scopes: string[]) =>
  ({ capabilities: {}, auth: { token: '', clientId: 'c', scopes } }) as unknown as Client;

function listOf(features: Feature[], visibility = new ByScope()) {
  let encoded = 0;
  const list = new VisibleList(features, visibility, (entries, scope) => {
    encoded += 1;
    return new EncodedList('tools', entries, 10, { ttlMs: 1, scope }, encoder);
  });
  const page = (...scopes: string[]) =>
    JSON.parse(String((list.for(caller(...scopes)) as EncodedList).page('modern', undefined))) as {
      tools: { name: string }[];
      cacheScope: string;
    };
  return { page, visibility, encodings: () => encoded };
}

describe('a list of which callers see parts', () => {
  const features = [
    feature('open', []),
    ...Array.from({ length: 500 }, (_, index) => feature(`a${index}`, ['a'])),
    feature('b', ['b']),
  ];

  it('is encoded once for each set of features that somebody sees', () => {
    const { page, encodings } = listOf(features);
    expect(page('b').tools.map(({ name }) => name)).toEqual(['open', 'b']);
    expect(page('b', 'irrelevant').tools).toHaveLength(2);
    expect(page().tools).toHaveLength(1);
    expect(encodings()).toBe(2);
  });

  it('asks once for features that need the same, however many they are', () => {
    const { page, visibility } = listOf(features);
    page('b');
    expect(visibility.asked).toBe(2);
  });

  it('may be kept by shared caches only where everybody sees the same', () => {
    expect(listOf(features).page('a', 'b').cacheScope).toBe('private');
    expect(listOf([feature('open', [])]).page().cacheScope).toBe('public');
  });

  it('keeps a bounded number of sets', () => {
    const many = Array.from({ length: 80 }, (_, index) => feature(`f${index}`, [`s${index}`]));
    const { page, encodings } = listOf(many);
    for (let index = 0; index < 80; index += 1) page(`s${index}`);
    page('s79');
    expect(encodings()).toBe(80);
    page('s0');
    expect(encodings()).toBe(81);
  });
});
