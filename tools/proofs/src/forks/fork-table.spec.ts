import type { ForkCase } from './fork-case';
import { forkTable, type ForkResult } from './fork-table';

const ecs: ForkCase = { name: 'one', platforms: 'ecs', options: [], tests: 'all' };
const none: ForkCase = { name: 'two', platforms: 'none', options: ['--proofs'], tests: 'all' };
const result = (one: ForkCase, files: number): ForkResult => ({
  ...{ one, files, lines: 10, hasOldName: false },
  outcomes: new Map([['lint', '7 s']]),
});

describe('the table of forks', () => {
  it('has a row for each that was made, in the order of the cases', () => {
    const lines = forkTable([ecs, none], '', [result(none, 1), result(ecs, 2)]).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toBe('| ecs | one |  | 2 | 10 | – | 7 s | – | – | – | – | nowhere |');
    expect(lines[3]).toContain('| none | two | --proofs |');
  });

  it('keeps the rows of those that were not made again, and of no case that is gone', () => {
    const former = forkTable([ecs, none], '', [result(ecs, 1), result(none, 1)]);
    const lines = forkTable([ecs], former.replaceAll('| ', '|   '), [result(ecs, 2)]).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain('| 2 |');
    expect(forkTable([ecs, none], former, [])).toBe(former);
  });

  it('keeps the outcomes of steps that were not run again', () => {
    const former = forkTable([ecs], '', [result(ecs, 1)]);
    const build = { ...result(ecs, 1), outcomes: new Map([['build', '3 s']] as const) };
    const [, , row = ''] = forkTable([ecs], former, [build]).split('\n');
    expect(row).toBe('| ecs | one |  | 1 | 10 | – | 7 s | – | – | 3 s | – | nowhere |');
  });
});
