/** The page may load, run and send nothing. */
export const WELCOME_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * What a browser shows that opens the address.
 *
 * @param name of the server, for people
 * @param endpoint the URL that clients connect to
 */
export function welcomePage(name: string, endpoint: string): string {
  const title = escaped(name);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
  </head>
  <body>
    <h1>${title}</h1>
    <p>This is a server for the <a href="https://modelcontextprotocol.io">Model Context Protocol</a>, not a page. Connect an MCP client to:</p>
    <p><code>${escaped(endpoint)}</code></p>
    <ul>
      <li><a href="/docs">The admin API</a></li>
      <li><a href="/health/ready">Can it take calls?</a></li>
    </ul>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
