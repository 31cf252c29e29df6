import { uuidV7 } from './uuid-v7';

describe('an id', () => {
  it('is a UUID of version 7 with its time in front', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(uuidV7(now)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(parseInt(uuidV7(now).replace('-', '').slice(0, 12), 16)).toBe(now);
  });

  it('is never made twice', () => {
    const ids = Array.from({ length: 2_000 }, () => uuidV7(1));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
