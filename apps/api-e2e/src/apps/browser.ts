import { spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';

/** Names of the browser on PATH: Debian's, and the vendors'. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

const found = NAMES.find((name) => spawnSync(name, ['--version']).status === 0);
const isCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

/**
 * A suite in a real browser. Without one on PATH it is skipped, which it tells on stderr; in CI it
 * fails, as there nobody reads what was skipped.
 */
export function describeWithBrowser(name: string, suite: (browser: () => Browser) => void): void {
  if (found === undefined && !isCi) {
    process.stderr.write(`Skipped, since no ${NAMES[0]} is on PATH: ${name}\n`);
    describe.skip(`${name} (skipped: no ${NAMES[0]} on PATH)`, () => suite(notStarted));
    return;
  }
  describe(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: pathOf(found), args: ARGUMENTS });
    });
    suite(() => browser ?? notStarted());
    afterAll(() => browser?.close());
  });
}

/** It looks for nothing on the network but what a test opens. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function pathOf(name: string | undefined): string {
  if (name === undefined) throw new Error(`None of ${NAMES.join(', ')} is on PATH: install one.`);
  return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
}

function notStarted(): never {
  throw new Error('The browser is not started before the tests.');
}
