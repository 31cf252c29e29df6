/** Seconds that a browser keeps a preflight's answer; Chromium keeps none longer. */
const PREFLIGHT_MAX_AGE_S = 7_200;

/** What MCP clients send beside the headers that are always allowed. */
const REQUEST_HEADERS = [
  'content-type',
  'accept',
  'authorization',
  'dpop',
  'x-api-key',
  'mcp-protocol-version',
  'mcp-session-id',
  'mcp-method',
  'mcp-name',
  'last-event-id',
];

/** A header that repeats a tool's parameter (2026-07-28, `x-mcp-header`); its name is the tool's choice. */
const parameterHeader = /^mcp-param-[\w!#$%&'*+.^`|~-]+$/;

/** What lets the page of an allowed origin read the answer. */
export function originHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers':
      'mcp-session-id, www-authenticate, retry-after, ratelimit, ratelimit-policy',
    vary: 'origin',
  };
}

/** What answers a preflight (Fetch, CORS protocol) of an allowed origin, beside `originHeaders`. */
export function preflightHeaders(
  requestedHeaders: string | undefined,
): Readonly<Record<string, string>> {
  return {
    'access-control-allow-methods': 'GET, POST, DELETE',
    'access-control-allow-headers': allowedHeaders(requestedHeaders).join(', '),
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
    vary: 'origin, access-control-request-headers',
  };
}

/** @param requested the names that the browser asks for, comma-separated */
export function allowedHeaders(requested = ''): readonly string[] {
  const names = requested.split(',').map((name) => name.trim().toLowerCase());
  return [...REQUEST_HEADERS, ...names.filter((name) => parameterHeader.test(name))];
}
