import { markerFaults, withoutMarked } from './markers';

const parts = new Set(['ecs', 'lambda']);
const dropped = new Set(['ecs']);

describe('what is marked as a part of the platform', () => {
  it.each([
    ['YAML', ['a', '  # platform:ecs', '  b', '  # /platform:ecs', 'c']],
    ['TypeScript', ['a', '// platform:ecs', 'b', '// /platform:ecs', 'c']],
    ['Markdown', ['a', '<!-- platform:ecs -->', 'b', '<!-- /platform:ecs -->', 'c']],
    ['a line', ['a', 'b # platform:ecs', 'c']],
    ['a row', ['a', '| b <!-- platform:ecs --> |', 'c']],
    ['a row that is shorter than others', ['a', '| b <!-- platform:ecs -->   |', 'c']],
    ['a part in another', ['a', '# platform:ecs', 'b # platform:lambda', '# /platform:ecs', 'c']],
  ])('is removed: %s', (_, lines) => {
    expect(withoutMarked(lines.join('\n'), dropped)).toBe('a\nc');
    expect(markerFaults(lines.join('\n'), parts)).toEqual([]);
  });

  it('stays as it is where the part does', () => {
    const text = '# platform:lambda\nb\n# /platform:lambda\nc # platform:lambda';
    expect(withoutMarked(text, dropped)).toBe(text);
  });

  it.each([
    ['an unknown part', 'a # platform:ec2', "line 1: there is no part 'ec2'"],
    ['one within a line', 'a <!-- platform:ecs --> b', 'line 1: the marker is not at its end'],
    ['one that is not closed', '# platform:ecs\na', "'ecs' is opened and not closed"],
    ['one that was not opened', 'a\n# /platform:ecs', "line 2: 'ecs' is closed and was not opened"],
    [
      'two that overlap',
      '# platform:ecs\n# platform:lambda\n# /platform:ecs\n# /platform:lambda',
      "line 3: 'ecs' is closed and was not opened",
    ],
  ])('has a fault with %s', (_, text, fault) => {
    expect(markerFaults(text, parts)).toContain(fault);
  });
});
