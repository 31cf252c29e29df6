import { BoundedMap } from './bounded-map';

describe('a bounded map', () => {
  const filled = (keys: string) => {
    const map = new BoundedMap<string, string>(keys.length);
    for (const key of keys) map.set(key, key);
    return map;
  };
  const left = (map: BoundedMap<string, string>, keys: string) =>
    [...keys].filter((key) => map.get(key) !== undefined).join('');

  it('forgets what nobody asked for', () => {
    const map = filled('abc');
    map.get('a');
    map.set('d', 'd');
    expect(map.size).toBe(3);
    expect(left(map, 'abcd')).toBe('acd');
  });

  it('forgets what was asked for longest ago where all are asked for', () => {
    const map = filled('abc');
    for (const key of 'cba') map.get(key);
    map.set('d', 'd');
    expect(left(map, 'abcd')).toBe('abd');
  });

  it('takes a new value for a key in its place', () => {
    const map = filled('ab');
    map.set('a', 'new');
    expect([map.get('a'), map.get('b'), map.size]).toEqual(['new', 'b', 2]);
  });
});
