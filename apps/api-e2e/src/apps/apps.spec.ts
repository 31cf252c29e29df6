import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type FixtureHost, startFixtureHost } from '../process/fixture-host';
import { describeWithBrowser } from './browser';

const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>A host of MCP Apps</title>
<p>Tools for the model: <span id="tools"></span></p>
<iframe id="view" sandbox="allow-scripts" width="400" height="340" title="view"></iframe>
<pre id="error"></pre>
<script type="module" src="/host.js"></script>`;

/** The page of the host, with its script in one file. */
async function servePage(): Promise<Server> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'host-page.mjs')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'warning',
  });
  const script = outputFiles[0]!.text;
  const server = createServer(({ url }, response) => {
    const isScript = url === '/host.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : PAGE);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

describeWithBrowser('an app, in a host built on the bridge of ext-apps', (browser) => {
  let host: FixtureHost;
  let server: Server;
  beforeAll(async () => {
    [host, server] = await Promise.all([startFixtureHost(), servePage()]);
  });
  afterAll(async () => {
    server.close();
    await host.process.stop();
  });

  it.each(['modern', 'legacy'])('shows, refreshes and is confined: %s', async (era) => {
    const page = await browser().newPage();
    const { port } = server.address() as AddressInfo;
    const query = new URLSearchParams({ mcp: host.url.href, tool: 'show_revenue', era });
    await page.goto(`http://localhost:${port}/?${query.toString()}`);
    const view = page.frameLocator('#view');
    const total = view.locator('#total');
    const failed = page.locator('#error', { hasText: /./ });

    await total.filter({ hasText: 'EUR 235' }).or(failed).waitFor();
    expect(await page.locator('#error').textContent()).toBe('');
    expect(await view.locator('rect').count()).toBe(4);
    // The view may call the tool that is for it alone; the model does not see that one.
    expect(await page.locator('#tools').textContent()).toContain('show_revenue');
    expect(await page.locator('#tools').textContent()).not.toContain('refresh_revenue');
    await view.locator('#refresh').click();
    await total.filter({ hasText: 'EUR 250' }).waitFor();
    // What the app did not declare is out of its reach.
    await view.locator('#policy', { hasText: /^connect-src blocked https:/ }).waitFor();

    await page.screenshot({ path: join(tmpdir(), `mcp-app-${era}.png`) });
    await page.close();
  });
});
