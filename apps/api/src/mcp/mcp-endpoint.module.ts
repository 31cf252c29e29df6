import { Admission, AuthModule, HostOriginGuard } from '@repo/auth';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CallsInFlight } from './calls-in-flight';
import { McpErrors } from './mcp-errors';
import { McpRoutes } from './mcp.routes';
import { Mounts } from './mounts';
import { OpenStreams } from './open-streams';

/** The MCP endpoint over HTTP. */
@Module({
  imports: [AuthModule, DiscoveryModule],
  providers: [McpRoutes, Mounts, HostOriginGuard, McpErrors, CallsInFlight, Admission, OpenStreams],
  exports: [HostOriginGuard, Admission],
})
export class McpEndpointModule {}
