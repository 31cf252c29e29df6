/** A file of the api, whose objects are called `mcp-server`, as that of another server. */
export const underName = (text: string, name: string): string =>
  text.replaceAll('mcp-server', `mcp-server-${name}`);
