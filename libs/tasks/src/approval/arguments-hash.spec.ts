import { argumentsHash } from './arguments-hash';

const one = { server: '', tool: 'pay', arguments: { to: 'bob', of: { a: 1, b: [1, 2] } } };

describe('the hash of what is decided on', () => {
  it('is the same in whatever order the fields come', () => {
    const other = { arguments: { of: { b: [1, 2], a: 1 }, to: 'bob' }, tool: 'pay', server: '' };
    expect(argumentsHash(other)).toBe(argumentsHash(one));
    expect(argumentsHash({ ...one, arguments: undefined })).toBe(
      argumentsHash({ ...one, arguments: {} }),
    );
  });

  it.each([
    { ...one, server: 'billing' },
    { ...one, tool: 'pay_more' },
    { ...one, arguments: { ...one.arguments, to: 'eve' } },
    { ...one, arguments: { ...one.arguments, of: { a: 1, b: [2, 1] } } },
    { ...one, arguments: { ...one.arguments, of: { a: '1', b: [1, 2] } } },
  ])('is another one of %j', (other) => {
    expect(argumentsHash(other)).not.toBe(argumentsHash(one));
  });
});
