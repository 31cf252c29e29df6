import { LEGACY_REVISIONS, MODERN_REVISIONS, type ServerDescription } from '@repo/mcp-core';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json';

/** Characters of a title or a description. */
const MAX_TEXT = 100;

/**
 * What a client reads of a server before it connects (SEP-2127): who it is and how to reach it. Made
 * of what discovery says as well, and of nothing that depends on the caller.
 *
 * @param domain of the company, which comes first in the name, reversed
 * @param url of the endpoint
 */
export function serverCard({ serverInfo }: ServerDescription, domain: string, url: string): object {
  const { name, title = name, description = title, version, websiteUrl, icons } = serverInfo;
  return {
    $schema: SCHEMA,
    name: `${domain.split('.').reverse().join('.')}/${name}`,
    version,
    title: title.slice(0, MAX_TEXT),
    description: description.slice(0, MAX_TEXT),
    ...{ websiteUrl, icons },
    remotes: [
      {
        type: 'streamable-http',
        url,
        supportedProtocolVersions: [...MODERN_REVISIONS, ...LEGACY_REVISIONS],
      },
    ],
  };
}
