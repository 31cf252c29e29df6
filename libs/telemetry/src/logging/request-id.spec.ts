import { requestIdOf } from './request-id';

describe('the id of a request', () => {
  it("is the caller's where that is safe", () => {
    expect(requestIdOf({ 'x-request-id': 'lb-1:2.3_A' })).toBe('lb-1:2.3_A');
  });

  it.each(['', 'a b', 'a\nb', '<script>', 'x'.repeat(65)])(
    'is a new one instead of %j',
    (given) => {
      const id = requestIdOf({ 'x-request-id': given });
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(requestIdOf({})).not.toBe(id);
    },
  );
});
