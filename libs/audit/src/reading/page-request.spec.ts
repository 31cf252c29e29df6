import { encodeCursor } from '@repo/database';
import { uuidV7 } from '../record/uuid-v7';
import { readPageRequest } from './page-request';
import { QueryError } from './query.error';

function faultsOf(query: unknown) {
  try {
    readPageRequest(query);
  } catch (error) {
    if (error instanceof QueryError) return error.faults.map(({ field }) => field);
    throw error;
  }
  return [];
}

describe('what is asked of the trail', () => {
  it('is the newest hundred without parameters', () => {
    expect(readPageRequest({})).toEqual({ filter: {}, limit: 100 });
  });

  it('is what the parameters say', () => {
    const position = { at: 5, id: uuidV7(5) };
    const equal = {
      principal: '',
      client: 'c',
      issuer: '',
      address: '192.0.2.7',
      name: 'find_invoice',
      kind: 'tool',
      outcome: 'input_required',
      era: 'legacy',
      traceId: 'a'.repeat(32),
    };
    const query = {
      ...equal,
      from: '2026-07-28',
      to: '2026-07-28T12:00:00.5+02:00',
      limit: '1000',
      cursor: encodeCursor(position),
      format: 'csv',
    };
    expect(readPageRequest(query)).toEqual({
      filter: {
        ...equal,
        from: Date.UTC(2026, 6, 28),
        to: Date.UTC(2026, 6, 28, 10, 0, 0, 500),
      },
      limit: 1_000,
      after: position,
      format: 'csv',
    });
  });

  it('is looked for as it is stored', () => {
    expect(readPageRequest({ name: 'a\0b' }).filter.name).toBe('a\u{FFFD}b');
  });

  it.each([
    ['from', 'yesterday'],
    ['from', '2026-02-30'],
    ['from', '2026-07-28T12:00:00'],
    ['from', '0000-01-01'],
    ['to', '1795000000000'],
    ['to', ['2026-07-28', '2026-07-29']],
    ['principal', ['a', 'b']],
    ['name', 'x'.repeat(257)],
    ['kind', 'tools'],
    ['outcome', 'OK'],
    ['era', ''],
    ['traceId', 'ABC'],
    ['limit', '0'],
    ['limit', '-1'],
    ['limit', '1001'],
    ['limit', '1e2'],
    ['limit', ''],
    ['cursor', 'abc'],
    ['cursor', "' OR 1=1 --"],
    ['format', 'xml'],
    ['nmae', 'find_invoice'],
    ['__proto__x', ''],
  ])('makes no sense, and says where: %s=%j', (field, value) => {
    expect(faultsOf({ [field]: value })).toEqual([field]);
  });

  it('names all that makes no sense', () => {
    expect(faultsOf({ from: 'x', limit: 'y', z: '' })).toEqual(['from', 'limit', 'z']);
  });

  it('is no time that ends before it begins', () => {
    expect(faultsOf({ from: '2026-07-28', to: '2026-07-28' })).toEqual(['to']);
  });

  it('is no issuer alone: no index leads to one', () => {
    expect(faultsOf({ issuer: 'https://issuer.example' })).toEqual(['issuer']);
    expect(faultsOf({ issuer: '', client: 'api-key' })).toEqual([]);
  });

  it('cannot forge a line of a log', () => {
    expect(() => readPageRequest({ 'a\nb': '' })).toThrow('"a\\nb": is no field here');
  });
});
