import type { Server, Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { gauge } from './metric';

/** Counts the open sockets of the servers it is shown. */
@Injectable()
export class ConnectionGauge {
  private readonly connections = gauge({
    name: 'mcp_active_connections',
    help: 'Open sockets of the API.',
  });

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.connections.inc();
      socket.once('close', () => this.connections.dec());
    });
  }
}
