import type { Catalog, McpHost } from '@repo/mcp-core';

/** Whether a tool of this catalog may become a task. */
export function servesTasks({ tools }: Catalog): boolean {
  return [...tools.values()].some(({ task }) => task !== undefined);
}

/** Whether a tool of this process may become a task. */
export function hasTasks({ servers }: Pick<McpHost, 'servers'>): boolean {
  return servers.some(({ catalog }) => servesTasks(catalog));
}
