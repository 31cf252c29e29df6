import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { orListenError } from '../process/listen.error';
import { contentTypes, formatFor } from './metrics-format';
import { MetricsSource } from './metrics-source';

/** A port of its own for `/metrics`, so that a load balancer does not publish it. */
@Injectable()
export class MetricsListener implements OnApplicationShutdown {
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  constructor(private readonly source: MetricsSource) {}

  /**
   * @returns the port, which for port 0 is one that was free
   * @throws {ListenError}
   */
  async listen(host: string, port: number): Promise<number> {
    this.server.listen(port, host);
    const listening = once(this.server, 'listening');
    await orListenError(listening, { host, port, variable: 'METRICS_PORT' });
    return (this.server.address() as AddressInfo).port;
  }

  /** The last to close: how a process drains can be seen to its end. */
  onApplicationShutdown(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(
    { headers, method, url }: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (url !== '/metrics') return void response.writeHead(404).end();
    if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    try {
      const format = formatFor(headers.accept);
      const metrics = await this.source.text(format);
      response.writeHead(200, { 'content-type': contentTypes[format] }).end(metrics);
    } catch {
      response.writeHead(500).end();
    }
  }
}
