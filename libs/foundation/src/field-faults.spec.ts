import { fieldFaults } from './field-faults';

const unknown = (keys: readonly string[]) => ({
  ...{ code: 'unrecognized_keys', path: [], keys },
  message: 'Unrecognized keys',
});

describe('what is wrong with a body', () => {
  it('is told by field, with what is no field at all', () => {
    const issues = [
      { code: 'invalid_type', path: ['hours', 0], message: 'expected a number' },
      { code: 'invalid_type', path: [], message: 'expected an object' },
      unknown(['shards']),
    ];
    expect(fieldFaults(issues)).toEqual([
      { field: 'hours.0', detail: 'expected a number' },
      { field: 'body', detail: 'expected an object' },
      { field: 'shards', detail: 'is no field here' },
    ]);
  });

  it('is told of twenty fields, however many and long they are', () => {
    const names = Array.from({ length: 16_000 }, (_, index) => `${'field'.repeat(1_000)}${index}`);
    const many = names.map((name) => ({ path: [name], message: 'expected a number' }));
    for (const issues of [[unknown(names)], many]) {
      const faults = fieldFaults(issues);
      expect(faults).toHaveLength(20);
      expect(JSON.stringify(faults).length).toBeLessThan(5_000);
    }
  });
});
