import { CatalogError } from '../../catalog/catalog.error';

/** From where a view may load and whereto it may connect; none where it is left out. */
export interface AppCsp {
  /** Origins of fetch, XHR and WebSocket (`connect-src`). */
  connectDomains?: string[];
  /** Origins of scripts, styles, images, fonts and media. */
  resourceDomains?: string[];
  /** Origins of frames in the view (`frame-src`). */
  frameDomains?: string[];
  /** What `<base>` may name (`base-uri`). */
  baseUriDomains?: string[];
}

/** A host as CSP knows it: one name, or all below a domain of two labels at least. */
const ORIGIN =
  /^(?<scheme>https?|wss?):\/\/(?<host>(?:\*\.[a-z0-9-]+\.)?(?:[a-z0-9-]+\.)*[a-z0-9-]+)(?::\d{1,5})?$/;
const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/**
 * Checks the origins that a host puts into the Content-Security-Policy of a view (MCP Apps,
 * 2026-01-26, Host Behavior). One that says more than an origin would change the policy's meaning.
 *
 * @throws {CatalogError}
 */
export function checkOrigins(csp: AppCsp, where: string): void {
  for (const [list, origins] of Object.entries(csp) as [string, string[]][]) {
    for (const origin of origins) {
      if (isOrigin(origin)) continue;
      throw new CatalogError(
        where,
        `csp.${list} has ${JSON.stringify(origin)}, which is no origin`,
        'Write https://api.example.com, wss://live.example.com or https://*.example.com: lower case, without a path, and http or ws for localhost alone.',
      );
    }
  }
}

function isOrigin(text: string): boolean {
  const { scheme = '', host = '' } = ORIGIN.exec(text)?.groups ?? {};
  if (host === '') return false;
  return scheme === 'https' || scheme === 'wss' || LOOPBACK.has(host);
}
