import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { dashboards } from '@repo/platform/src/monitoring/monitoring-files';
import { chromium } from 'playwright-core';
import { GrafanaPages } from './page/grafana-page';
import { PlayedPrometheus } from './page/played-prometheus';
import { end } from './page/played-time';

const PICTURES = join(__dirname, '../../../../docs/operate/dashboards');
const VARIABLES = {
  job: 'mcp-.*',
  tool: 'find_invoice',
  instance: '10.0.0.11:9464',
  datasource: 'prometheus',
};

/**
 * Draws the dashboards over a played hour, with an outage of the database in it, into docs. Fails where
 * a panel has nothing to show.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
  const prometheus = await PlayedPrometheus.start(join(folder, 'prometheus'));
  const pages = await GrafanaPages.serve(join(folder, 'page'), prometheus.url);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    mkdirSync(PICTURES, { recursive: true });
    const page = await browser.newPage({ viewport: { width: 1_472, height: 900 } });
    for (const [file, dashboard] of Object.entries(dashboards)) {
      for (const mode of ['light', 'dark'] as const) {
        pages.show({ dashboard, variables: VARIABLES, mode, end });
        await page.goto(pages.url);
        await page.waitForFunction('window.isDrawn || window.failure');
        const failure = await page.evaluate<string | undefined>('window.failure');
        if (failure !== undefined) throw new Error(failure);
        const empty = await page.evaluate<string[]>('window.empty');
        if (empty.length > 0) throw new Error(`${file} has nothing in: ${empty.join(', ')}`);
        const path = join(PICTURES, `${basename(file, '.json')}.${mode}.png`);
        await page.screenshot({ path, fullPage: true });
        console.log(path);
      }
    }
  } finally {
    await browser.close();
    pages.stop();
    await prometheus.stop();
    rmSync(folder, { recursive: true });
  }
}

void main();
