import { withoutLiterals } from './without-literals';

describe('a statement without its literals', () => {
  it.each([
    ["select * from t where a = 'x' and b = $1", 'select * from t where a = ? and b = $1'],
    ["select 'it''s', E'a\\'b', 'rest", 'select ?, E?, ?'],
    ['select $$body$$, $tag$ more $$ $tag$', 'select ?, ?'],
    ['select c1 from t2 limit 10 offset 2.5', 'select c1 from t2 limit ? offset ?'],
    ['update "t" set "x" = $12 where id=7', 'update "t" set "x" = $12 where id=?'],
  ])('%s', (sql, bare) => {
    expect(withoutLiterals(sql)).toBe(bare);
  });

  it('takes its length in time', () => {
    const before = process.cpuUsage();
    withoutLiterals(`select ${"'".repeat(100_001)} ${'$a'.repeat(50_000)} ${'$$'.repeat(50_001)}`);
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
