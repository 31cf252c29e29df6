import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What a page shows. */
export interface PlayedPage {
  readonly dashboard: object;
  readonly variables: Readonly<Record<string, string>>;
  readonly mode: 'light' | 'dark';
  /** Seconds since 1970. */
  readonly end: number;
}

/** Serves pages that draw dashboards with Grafana's own components. */
export class GrafanaPages {
  private page?: PlayedPage;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /**
   * @param folder where the components are installed
   * @param prometheus its address
   */
  static async serve(folder: string, prometheus: string): Promise<GrafanaPages> {
    cpSync(join(__dirname, 'grafana'), folder, { recursive: true });
    execFileSync(
      'npm',
      ['install', '--loglevel=error', '--no-audit', '--no-fund', '--ignore-scripts'],
      {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const { outputFiles } = await build({
      entryPoints: [join(folder, 'page.mjs')],
      bundle: true,
      write: false,
      outdir: folder,
      format: 'esm',
      define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
      loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
      logLevel: 'error',
    });
    const textOf = (extension: string) =>
      outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
    const server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path.startsWith('/api/')) {
        void fetch(prometheus + path).then(async (answer) => {
          response.writeHead(answer.status, { 'content-type': 'application/json' });
          response.end(await answer.text());
        });
      } else if (path === '/page.js') {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(textOf('.js'));
      } else {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(
          `<!doctype html><style>${textOf('.css')} * { box-sizing: border-box } body { margin: 0; font-family: Inter, sans-serif }</style>` +
            `<main></main><script>window.played = ${JSON.stringify(pages.page)}</script>` +
            '<script type="module" src="/page.js"></script>',
        );
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const pages = new GrafanaPages(server, `http://127.0.0.1:${port}`);
    return pages;
  }

  /** From now on. */
  show(page: PlayedPage): void {
    this.page = page;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
