import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { ServerConfig } from '@repo/config';
import { Database } from '@repo/database';
import { ConnectionGauge, MetricsListener, registerPool } from '@repo/telemetry';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { addressUrl } from '../http/address-url';

/** Joins the metrics to the server of this app. */
@Injectable()
export class ApiMetrics implements OnApplicationBootstrap {
  private readonly logger = new Logger(ApiMetrics.name);

  constructor(
    private readonly adapter: HttpAdapterHost,
    private readonly connections: ConnectionGauge,
    private readonly listener: MetricsListener,
    private readonly server: ServerConfig,
    database: Database,
  ) {
    registerPool(() => database.pool);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.connections.watch(this.adapter.httpAdapter.getHttpServer() as Server);
    const { host, metricsPort } = this.server;
    // Of several processes the primary has that port.
    if (metricsPort === undefined || cluster.isWorker) return;
    const port = await this.listener.listen(host, metricsPort);
    this.logger.log(`metrics on ${addressUrl(host, port)}/metrics`);
  }
}
