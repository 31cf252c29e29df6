import { createHash } from 'node:crypto';
import { RequestLimits } from '@repo/auth';
import { identity } from '@repo/config';
import { ProtocolError, type ServerDescription } from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import { ClientAddress } from '../admission/client-address';
import type { EdgeHandler, EdgeReply, EdgeRequest } from '../edge-message';
import type { Mount } from '../mcp/mount';
import { logFault } from '../refusals/log-fault';
import { problemReply } from '../refusals/problem';
import { serverCard } from './server-card';

const CATALOG_PATH = '/.well-known/ai-catalog.json';
const CATALOG_TYPE = 'application/ai-catalog+json';
const CARD_TYPE = 'application/mcp-server-card+json';

/** For pages of any origin (SEP-2127, CORS Requirements and Caching). */
const PUBLIC = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET',
  'access-control-allow-headers': 'Content-Type, If-None-Match',
  'access-control-expose-headers': 'ETag',
  'cache-control': 'public, max-age=3600',
  'x-content-type-options': 'nosniff',
};

/**
 * The card of each server at `/server-card` below its path, and the catalog by which clients find
 * them from the domain alone.
 *
 * @see https://github.com/modelcontextprotocol/experimental-ext-server-card
 */
@Injectable()
export class ServerCards {
  private readonly logger = new Logger('ServerCard');

  constructor(
    private readonly addresses: ClientAddress,
    private readonly limits: RequestLimits,
  ) {}

  routes(mounts: readonly Mount[]): readonly (readonly [string, EdgeHandler])[] {
    const described = mounts.flatMap(({ describe, resource }) =>
      describe === undefined ? [] : [{ describe, resource }],
    );
    const cards = described.map(({ describe, resource }) =>
      this.route(cardOf(resource.path), CARD_TYPE, () =>
        serverCard(describe(), identity.annotationDomain, resource.url),
      ),
    );
    const catalog = this.route(CATALOG_PATH, CATALOG_TYPE, () => ({
      specVersion: '1.0',
      entries: described.map(({ describe, resource }) => ({
        identifier: identifierOf(describe()),
        type: CARD_TYPE,
        url: cardOf(resource.url),
      })),
    }));
    return [...cards, catalog];
  }

  private route(path: string, type: string, content: () => object): readonly [string, EdgeHandler] {
    return [path, (request, send) => void this.answer(request, type, content).then(send)];
  }

  private async answer(
    request: EdgeRequest,
    type: string,
    content: () => object,
  ): Promise<EdgeReply> {
    const { method, headers } = request;
    try {
      await this.limits.take(undefined, this.addresses.of(request));
      if (method === 'OPTIONS') return { status: 204, headers: PUBLIC };
      if (method !== 'GET' && method !== 'HEAD') {
        return problemReply(405, {}, { allow: 'GET, HEAD, OPTIONS' });
      }
      const body = JSON.stringify(content());
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const known = headers['if-none-match']?.includes(etag) === true;
      if (known) return { status: 304, headers: { ...PUBLIC, etag } };
      return { status: 200, headers: { ...PUBLIC, 'content-type': type, etag }, body };
    } catch (error) {
      if (error instanceof ProtocolError) {
        return problemReply(error.status, { detail: error.message }, error.headers);
      }
      return problemReply(500, { reference: logFault(this.logger, 'A server card', error) });
    }
  }
}

/** SEP-2127, Hosted Server Card Location. */
function cardOf(endpoint: string): string {
  return `${endpoint}/server-card`;
}

function identifierOf({ serverInfo }: ServerDescription): string {
  return `urn:air:${identity.annotationDomain}:mcp:${serverInfo.name}`;
}
