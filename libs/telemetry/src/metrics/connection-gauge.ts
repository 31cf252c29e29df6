import type { Server, Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { Metric } from './request.metrics';

/** Counts the open sockets of the servers it is shown. */
@Injectable()
export class ConnectionGauge {
  constructor(@InjectMetric(Metric.connections) private readonly connections: Gauge) {}

  watch(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.connections.inc();
      socket.once('close', () => this.connections.dec());
    });
  }
}
