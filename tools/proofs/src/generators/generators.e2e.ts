import { createCall } from '../api-benchmark/measure/call';
import { ask } from '../api-benchmark/measure/ask';
import { WorkspaceCopy } from './workspace-copy';

// A compiler, a linter and an api start from nothing.
jest.setTimeout(900_000);

/** The commands of a document that generate something. */
function commandsOf(document: string): string[] {
  const blocks = [...document.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block.split('\n').filter((line) => line.startsWith('npx nx g ')),
  );
}

describe('what the commands of docs/build/generators.md make', () => {
  let copy: WorkspaceCopy;
  let written: string[];
  beforeAll(async () => {
    copy = await WorkspaceCopy.make();
    const commands = commandsOf(copy.read('docs/build/generators.md'));
    expect(commands.length).toBeGreaterThan(5);
    written = [];
    for (const command of commands) {
      const output = await copy.run(command);
      written.push(
        ...[...output.matchAll(/^(?:CREATE|UPDATE) (\S+)/gm)].map(([, file = '']) => file),
      );
    }
  });
  afterAll(() => copy?.remove());

  it('is formatted', async () => {
    await copy.run(`npx prettier --check ${[...new Set(written)].join(' ')}`);
  });

  it('compiles, with what imports it', async () => {
    await copy.run('npx tsc -b apps/worker');
  });

  it('passes lint', async () => {
    await copy.run('npx nx show projects && npx eslint libs/mcp-features libs/billing');
  });

  it('passes its own specs, and those of the apps that ask for every table and job', async () => {
    const ofApps = ['apps/api/src/database-features.spec.ts', 'apps/worker/src/worker.spec.ts'];
    await copy.run(`npx jest libs/mcp-features libs/billing ${ofApps.join(' ')} -w 2`);
  });

  it.each(['modern', 'legacy'] as const)('answers over HTTP in the %s era', async (era) => {
    const url = await copy.serve();
    const params = { name: 'find_invoice', arguments: { text: 'hello' } };
    const { message } = await ask(url, createCall(era, 'tools/call', params));
    expect(message?.result).toMatchObject({
      structuredContent: { answer: 'find_invoice was asked about hello' },
    });
  });

  it('is refused a second time, with nothing changed', async () => {
    const before = copy.read('libs/mcp-features/src/mcp-features.module.ts');
    const again = copy.run('npx nx g platform:tool find_invoice');
    await expect(again).rejects.toThrow(/There is a tool of that name in libs\/mcp-features/);
    expect(copy.read('libs/mcp-features/src/mcp-features.module.ts')).toBe(before);
  });
});
