import { hash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { identity } from '@repo/config';
import { Html, markup } from './html';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 32rem; margin: 0 auto; padding: 2rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; line-height: 1.25; }
form { display: inline; }
button { font: inherit; padding: .6rem 1rem; margin: .25rem .5rem .25rem 0; border-radius: .5rem;
  border: 1px solid GrayText; background: ButtonFace; color: ButtonText; cursor: pointer; }
button.first { background: #1a56c4; border-color: #1a56c4; color: #fff; }
button:focus-visible { outline: 3px solid #7aa7ff; outline-offset: 2px; }
ul { padding-left: 1.2rem; }
code { font-size: .9em; }
.note { border-left: 4px solid #c77700; padding: .25rem 0 .25rem .9rem; }
`;

const STYLE_HASH = hash('sha256', STYLE, 'base64');

export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  /** Where its forms may lead, beside this server: browsers look at redirects, too. */
  readonly formTarget?: string;
  /** Where it leads to by itself, at once. */
  readonly onward?: string;
}

/** A page of the sign-in, whole. */
export function pageText({ title, body, onward }: Page): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${onward === undefined ? [] : markup`<meta http-equiv="refresh" content="0;url=${onward}">`}
<title>${title} · ${identity.title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}

/** What keeps others from framing it, and from running anything in it. */
export function pageHeaders({ formTarget }: Pick<Page, 'formTarget'>): Record<string, string> {
  const targets = ["'self'", ...(formTarget === undefined ? [] : [formTarget])].join(' ');
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

export function sendPage(response: ServerResponse, page: Page): void {
  response.writeHead(page.status ?? 200, pageHeaders(page)).end(pageText(page));
}
