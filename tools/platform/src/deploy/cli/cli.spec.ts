import { FakeTools, type ToolAnswer } from '../testing/fake-tools';
import { DeployError } from '../deploy.error';
import { Cli, type CliKind } from './cli';

const kind: CliKind = {
  program: 'example-cloud',
  install: 'https://example.com/example-cloud',
  failures: [{ pattern: /not signed in/, code: 'ACCESS_DENIED', nextStep: 'Sign in.' }],
};
const tool = new Cli(kind, ['--quiet']);

describe('a program of a platform', () => {
  let tools: FakeTools;
  let answer: ToolAnswer;

  beforeEach(async () => {
    tools = await FakeTools.start(['example-cloud'], () => answer);
  });
  afterEach(() => tools.stop());

  it('gets its arguments as they are, whatever is in them', async () => {
    answer = { stdout: { a: 1 } };

    await expect(tool.json(['get', '$(rm -rf /); "x"'])).resolves.toEqual({ a: 1 });
    expect(tools.calls[0]!.args).toEqual(['get', '$(rm -rf /); "x"', '--quiet']);
    expect(tool.line(['get', "it's"])).toBe(`example-cloud get 'it'\\''s' --quiet`);
  });

  it('gets and gives long texts in any language as they are', async () => {
    const text = 'für 猫 🐈\n'.repeat(5_000);
    answer = { stdout: text };

    await expect(tool.run(['put', text])).resolves.toBe(text);
    expect(tools.calls[0]!.args).toEqual(['put', text, '--quiet']);
  });

  it('fails with what it said, and with the next step where it is known', async () => {
    answer = { stderr: 'ERROR: you are not signed in', code: 1 };

    await expect(tool.run(['services', 'list', '--all'])).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: 'example-cloud services list ended with code 1.\nSign in.',
      details: ['ERROR: you are not signed in'],
    });
  });

  it('is refused when it answers with no JSON', async () => {
    answer = { stdout: 'Welcome!' };
    await expect(tool.json(['get'])).rejects.toThrow('example-cloud get answered with no JSON');
  });

  it('is named, with where to get it, when it is not on PATH', async () => {
    const missing = new Cli({ ...kind, program: 'example-cloud-2' });
    await expect(missing.run(['get'])).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('Put it on PATH: https://example.com/example-cloud'),
    });
  });

  describe('that never ends', () => {
    /** A shell that starts another process, which holds its output open, and waits for it. */
    const shell = new Cli({ ...kind, program: 'bash' });
    const args = ['-c', 'sleep 600 & wait'];

    it('is ended at its limit, with what it has started', async () => {
      await expect(shell.run(args, 100)).rejects.toMatchObject({
        code: 'FAILED',
        transient: true,
        message: expect.stringContaining('took longer than'),
      });
    });

    it('is ended when the deploy is told to stop', async () => {
      const stop = new AbortController();
      const reason = new DeployError('STOPPED', 'Told to stop by SIGTERM.');
      const running = shell.within(stop.signal).run(args);
      stop.abort(reason);
      await expect(running).rejects.toBe(reason);
    });
  });

  it('fails for a reason that may pass when its platform is busy', async () => {
    answer = { stderr: 'An error occurred (ThrottlingException): Rate exceeded', code: 254 };
    await expect(tool.run(['get'])).rejects.toMatchObject({ code: 'FAILED', transient: true });
  });
});
