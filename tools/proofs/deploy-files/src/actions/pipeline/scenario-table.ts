import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../../workspace';
import type { Call } from '../runner/call-record';
import type { WorkflowRun } from '../runner/workflow-run';

const FILE = join(workspace, 'docs/deploy/verification.md');
const COLUMNS = ['tests', 'images', 'staging', 'production'];

/** What each scenario came to, a row each, as `docs/deploy/verification.md` has it. */
export class ScenarioTable {
  private readonly rows: string[][] = [];

  /** @param head of the first column, by which the document's table is found */
  constructor(private readonly head: string) {}

  add(name: string, { results, isWaitingFor }: WorkflowRun, calls: readonly Call[]): void {
    const tests = Object.keys(results).filter((job) => job.startsWith('test/'));
    const failed = tests.some((job) => results[job] === 'failure');
    const cell = (job: string) => {
      if (isWaitingFor(job)) return 'waits for its approval';
      const result = results[job];
      const done = inOrder(calls.filter((call) => call.job === job)).join(', ');
      if (!done && (result === undefined || result === 'skipped')) return '–';
      return result === 'failure' ? `${done || 'refused'}; stops` : done || 'nothing to do';
    };
    const verdict = tests.length === 0 ? '–' : failed ? 'fail' : 'pass';
    this.rows.push([name, verdict, ...['push', 'staging', 'production'].map(cell)]);
  }

  private get text(): string {
    const head = [this.head, ...COLUMNS];
    return [head, head.map(() => '---'), ...this.rows]
      .map((cells) => `| ${cells.join(' | ')} |`)
      .join('\n');
  }

  /** Whether the document says the same; with `WRITE_DOCS` it is made to. */
  isInDocument(): boolean {
    const document = readFileSync(FILE, 'utf8');
    const found = new RegExp(`^\\| ${this.head} .*(?:\\n\\|.*)*`, 'm').exec(document)?.[0] ?? '';
    if (process.env['WRITE_DOCS']) {
      writeFileSync(
        FILE,
        document.replace(found, () => this.text),
      );
      spawnSync('npx', ['prettier', '--write', FILE], { cwd: workspace });
      return true;
    }
    return plain(found) === plain(this.text);
  }
}

/** Images are built side by side, so those of one job stand in a fixed order. */
function inOrder(calls: readonly Call[]): string[] {
  const shown = calls.map(({ what }) => what).filter((what) => !what.startsWith('attest'));
  return calls[0]?.job === 'push' ? shown.sort() : shown;
}

/** Without what Prettier adds. */
const plain = (table: string) => table.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');
