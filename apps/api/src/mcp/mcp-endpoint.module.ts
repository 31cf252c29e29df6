import { AuthModule } from '@acme/auth';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CallsInFlight } from './calls-in-flight';
import { FrontDoor } from './front-door';
import { McpErrors } from './mcp-errors';
import { McpRoutes } from './mcp.routes';
import { Mounts } from './mounts';

/** The MCP endpoint over HTTP. */
@Module({
  imports: [AuthModule, DiscoveryModule],
  providers: [McpRoutes, Mounts, FrontDoor, McpErrors, CallsInFlight],
  exports: [FrontDoor],
})
export class McpEndpointModule {}
