import { barsTable, holds } from './bar';

describe('a bar', () => {
  it.each([
    [2, { atMost: 2 }, true],
    [2.01, { atMost: 2 }, false],
    [5, { atLeast: 5 }, true],
    [4.99, { atLeast: 5 }, false],
  ])('of %d against %j: held? %s', (figure, limit, expected) => {
    expect(holds({ what: 'CPU', figure, limit, unit: '×' })).toBe(expected);
  });

  it('is told with what was measured and what was promised', () => {
    const bar = { what: 'start', figure: 1.666, limit: { atMost: 1.5 }, unit: '×' };
    expect(barsTable([bar])).toContain('| start | 1.67× | at most 1.5× | **no** |');
  });
});
