import { tidyMarkdown } from './tidy-markdown';

describe('Markdown that some lines were taken from', () => {
  it('has columns as wide as the widest cell that is left', () => {
    const rows = ['| a      | b   |', '| ------ | --: |', '| c      | 7   |'];
    expect(tidyMarkdown(`${rows.join('\n')}\n`)).toBe(
      '| a   |   b |\n| --- | --: |\n| c   |   7 |\n',
    );
  });

  it('has tables in lists where they were', () => {
    const table = '   | a   |\n   | --- |\n   | b   |';
    expect(tidyMarkdown(`1. c\n\n${table}\n`)).toBe(`1. c\n\n${table}\n`);
  });

  it('has one empty line between blocks, and none at its end', () => {
    expect(tidyMarkdown('a\n\n\nb\n\n')).toBe('a\n\nb\n');
  });

  it('keeps code as it is', () => {
    const code = '```sh\na\n\n\n| b      |\n```\n';
    expect(tidyMarkdown(code)).toBe(code);
  });
});
