import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployError } from '../deploy.error';
import { FakeClock } from '../testing/fake-clock';
import { Progress } from './progress';
import { addToSummary, summaryOf } from './summary';

describe('the progress of a deploy', () => {
  const clock = new FakeClock();
  const shownOn = async (isTTY: boolean) => {
    let text = '';
    const progress = new Progress({ isTTY, write: (part) => (text += part) }, clock);
    await progress.step('roll out', async () => {
      await clock.pause(5_000);
      progress.say('half way');
    });
    return text;
  };

  it('is plain lines in a pipeline', async () => {
    expect(await shownOn(false)).toBe('half way\ndone: roll out (5 s)\n');
  });

  it('shows the running step on a terminal', async () => {
    expect(await shownOn(true)).toMatch(/… roll out 0 s.*half way\n.*done: roll out \(5 s\)\n$/s);
  });

  it('says which step failed', async () => {
    let text = '';
    const progress = new Progress({ write: (part) => (text += part) }, clock);
    const broken = progress.step('migrate', () => Promise.reject(new Error('no')));
    await expect(broken).rejects.toThrow('no');
    expect(text).toBe('failed: migrate (0 s)\n');
  });
});

describe('the summary on GitHub', () => {
  const release = { app: 'api', environment: 'staging', image: 'registry/api@sha256:0' };

  it('is added to the file that GitHub names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'summary-'));
    const file = join(folder, 'summary.md');
    addToSummary(summaryOf('ecs', release, 'deployed'), file);
    expect(readFileSync(file, 'utf8')).toContain('### api on ecs, staging: deployed');
    rmSync(folder, { recursive: true });
  });

  it('keeps what a log says from becoming Markdown', () => {
    const error = new DeployError('ROLLED_BACK', 'It went back.', ['```', '# Not a title']);
    expect(summaryOf('ecs', release, error)).toContain(
      '````\nIt went back.\n```\n# Not a title\n````',
    );
  });
});
