import { INITIALIZE } from '../api-benchmark/growth/legacy-sessions';
import { ask } from '../api-benchmark/measure/ask';
import { createCall } from '../api-benchmark/measure/call';
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

  it('compiles', async () => {
    await copy.run('npx tsc -b libs/mcp-features apps/reports');
  });

  it('passes lint', async () => {
    await copy.run(
      'npx nx show projects && npx eslint libs/mcp-features libs/billing apps/reports libs/reports-features',
    );
  });

  it('passes its own specs, and that of all tables', async () => {
    const own = "'libs/mcp-features/src/(?!docs|samples)' libs/billing apps/reports libs/reports";
    await copy.run(`npx jest ${own} apps/api/src/database-features.spec.ts -w 2`);
  });

  it('is built', async () => {
    await copy.run('npx nx build reports');
    expect(copy.read('apps/reports/dist/main.js')).toContain('monthly_report');
  });

  it('is used, all of it', async () => {
    await copy.run('npx knip');
  });

  it.each([
    ['api', 'find_invoice'],
    ['reports', 'monthly_report'],
  ])('answers over HTTP, in both eras, on the server %s', async (app, tool) => {
    const listening = /listening on (http:\/\/[\d.:]+)/;
    const url = `${await copy.start(app, listening, { PORT: '0' })}/mcp`;
    const { headers } = await ask(url, INITIALIZE);
    const session = { 'mcp-session-id': headers.get('mcp-session-id') ?? '' };
    const params = { name: tool, arguments: { text: 'hello' } };
    for (const call of [
      createCall('modern', 'tools/call', params),
      createCall('legacy', 'tools/call', params, session),
    ]) {
      const { message } = await ask(url, call);
      expect(message?.result).toMatchObject({
        structuredContent: { answer: `${tool} was asked about hello` },
      });
    }
  });

  it('is handled by the worker, which starts with as many classes as jobs', async () => {
    const environment = { WORKER_PORT: '0', SCALING_CONFIG: 'deploy/compose/scaling.yaml' };
    await copy.start('worker', /working · health and metrics on (\S+)/, environment);
  });

  it('is refused a second time, with nothing changed', async () => {
    const before = copy.read('libs/mcp-features/src/mcp-features.module.ts');
    const again = copy.run('npx nx g platform:tool find_invoice');
    await expect(again).rejects.toThrow(/There is a tool of that name in libs\/mcp-features/);
    expect(copy.read('libs/mcp-features/src/mcp-features.module.ts')).toBe(before);
  });
});
