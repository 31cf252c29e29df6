/** The commands that lead from a clone to the answer of one's own tool, as README.md has them. */
export interface ReadmeCommands {
  readonly install: string;
  readonly generate: string;
  readonly serve: string;
  /** Of a client, by each era. */
  readonly calls: Readonly<Record<'modern' | 'legacy', string>>;
}

/** @throws {Error} where the document has others than these */
export function readmeCommands(document: string): ReadmeCommands {
  const [install] = commandsBelow(document, '## Start');
  const [generate, serve, call] = commandsBelow(document, '## Your first tool');
  if (!install || !generate || !serve || !call?.includes('--protocol-era modern')) {
    throw new Error('README.md has other commands than to install, generate, serve and call.');
  }
  const legacy = call.replace('--protocol-era modern', '--protocol-era legacy');
  return { install, generate, serve, calls: { modern: call, legacy } };
}

/** Those of its blocks of shell, each on one line. */
function commandsBelow(document: string, heading: string): string[] {
  const [, section = ''] = document.split(`${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = [...own.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .replace(/ \\\n\s*/g, ' ')
      .trim()
      .split('\n'),
  );
}
