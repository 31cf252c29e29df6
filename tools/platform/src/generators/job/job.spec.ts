import type { Tree } from '@nx/devkit';
import { workspaceTree } from '../testing/workspace-tree';
import jobGenerator from './job';

describe('the generator of jobs', () => {
  let tree: Tree;
  beforeEach(() => {
    tree = workspaceTree();
  });

  const text = (file: string) => tree.read(`libs/mcp-features/src/${file}`, 'utf8') ?? '';

  it('makes one that is added with data, in the module of jobs', async () => {
    await jobGenerator(tree, { name: 'send-reminders' });
    expect(text('send-reminders/send-reminders.job.ts')).toContain('readonly subject: string');
    const lists = text('jobs.module.ts');
    expect(lists).toContain(
      "import { SendReminders, SendRemindersJob } from './send-reminders/send-reminders.job';",
    );
    expect(lists).toContain('jobs: readonly JobDefinition[] = [SendReminders]');
    expect(lists).toContain('providers: [SendRemindersJob]');
  });

  it('makes one that comes by the clock', async () => {
    await jobGenerator(tree, { name: 'clean up', schedule: '*/5 6-9 * * 1' });
    const job = text('clean-up/clean-up.job.ts');
    expect(job).toContain("schedule: { pattern: '*/5 6-9 * * 1', tz: 'UTC' }");
    expect(job).not.toContain('Data');
  });

  it.each([
    [{ name: 'a', schedule: 'daily' }, /five fields/],
    [{ name: 'a', schedule: "0 6 * * '" }, /five fields/],
    [{ name: 'taken' }, /libs\/other/],
  ])('refuses %j, with nothing done', async (options, message) => {
    tree.write(
      'libs/other/src/a.ts',
      "const a = defineJob<{ a: 1 }>(\n  QueueName.scaling, 'taken');",
    );
    const before = tree.listChanges();
    await expect(jobGenerator(tree, options)).rejects.toThrow(message);
    expect(tree.listChanges()).toEqual(before);
  });
});
