import { readmeCommands } from './readme-commands';

const README = `## Start

\`\`\`sh
npm ci
serve
\`\`\`

## Your first tool

\`\`\`sh
generate
serve
\`\`\`

\`\`\`sh
call --protocol-era modern \\
  --tool own
\`\`\`

## Next
`;

describe('the commands to one’s own first tool', () => {
  it('are those of the document, to the call by either era', () => {
    expect(readmeCommands(README)).toEqual({
      ...{ install: 'npm ci', generate: 'generate', serve: 'serve' },
      calls: {
        modern: 'call --protocol-era modern --tool own',
        legacy: 'call --protocol-era legacy --tool own',
      },
    });
  });

  it('are missed where the document has others', () => {
    const other = README.replace('call --protocol-era modern', 'look');
    expect(() => readmeCommands(other)).toThrow('other commands');
  });
});
