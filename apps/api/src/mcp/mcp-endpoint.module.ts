import { AuthModule } from '@acme/auth';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Admission } from '../http/admission';
import { CallsInFlight } from './calls-in-flight';
import { FrontDoor } from './front-door';
import { McpErrors } from './mcp-errors';
import { McpRoutes } from './mcp.routes';
import { Mounts } from './mounts';
import { OpenStreams } from './open-streams';

/** The MCP endpoint over HTTP. */
@Module({
  imports: [AuthModule, DiscoveryModule],
  providers: [McpRoutes, Mounts, FrontDoor, McpErrors, CallsInFlight, Admission, OpenStreams],
  exports: [FrontDoor, Admission],
})
export class McpEndpointModule {}
