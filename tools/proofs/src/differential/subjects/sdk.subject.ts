import { randomUUID } from 'node:crypto';
import {
  createMcpHandler,
  isLegacyRequest,
  legacyStatelessFallback,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { sampleServer } from '../sample/sample.server';
import { ReplayedEvents } from './replayed-events';
import type { Subject } from './subject';

/** The SDK's handlers, put together as its documentation shows: strict modern, legacy beside it. */
export function sdkSubject(legacy: 'sessions' | 'stateless'): Subject {
  const modern = createMcpHandler(() => sampleServer(), { legacy: 'reject' });
  const sessions = new SdkSessions();
  const stateless = legacyStatelessFallback(() => sampleServer());
  return {
    fetch: async (request) => {
      if (!(await isLegacyRequest(request))) return modern.fetch(request);
      return legacy === 'sessions' ? sessions.fetch(request) : stateless(request);
    },
    close: async () => {
      await sessions.close();
      await modern.close();
    },
  };
}

/** One transport and one server a session, found by the header. */
class SdkSessions {
  private readonly transports = new Map<string, WebStandardStreamableHTTPServerTransport>();

  async fetch(request: Request): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    const transport = id === null ? await this.open() : this.transports.get(id);
    return (transport ?? (await this.ended())).handleRequest(request);
  }

  async close(): Promise<void> {
    await Promise.all([...this.transports.values()].map((transport) => transport.close()));
  }

  /** A transport that answers `initialize`, and itself refuses all else. */
  private async open(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      eventStore: new ReplayedEvents(),
      onsessioninitialized: (id) => void this.transports.set(id, transport),
      onsessionclosed: (id) => void this.transports.delete(id),
    });
    await sampleServer().connect(transport);
    return transport;
  }

  /** A closed transport is what tells in the SDK's words that there is no such session. */
  private async ended(): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({});
    await transport.close();
    return transport;
  }
}
