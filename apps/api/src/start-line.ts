import type { McpConfig } from '@repo/config';
import { LEGACY_REVISIONS, MODERN_REVISIONS, type Catalog } from '@repo/mcp-core';

/** What is said once when the api is up: where it listens, what it speaks, what it offers. */
export function startLine(url: string, catalog: Catalog, { sessionsWhy }: McpConfig): string {
  const offers = [
    count(catalog.tools.size, 'tool'),
    count(catalog.resources.size + catalog.templates.length, 'resource'),
    count(catalog.prompts.size, 'prompt'),
  ];
  return [
    `listening on ${url}`,
    `MCP ${MODERN_REVISIONS.join(', ')} and ${LEGACY_REVISIONS.at(0)} to ${LEGACY_REVISIONS.at(-1)} at /mcp`,
    offers.join(', '),
    sessionsWhy,
  ].join(' · ');
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
