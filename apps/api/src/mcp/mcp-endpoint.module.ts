import { AuthModule } from '@acme/auth';
import { Module } from '@nestjs/common';
import { CallsInFlight } from './calls-in-flight';
import { FrontDoor } from './front-door';
import { McpErrors } from './mcp-errors';
import { McpRoutes } from './mcp.routes';

/** The MCP endpoint over HTTP. */
@Module({
  imports: [AuthModule],
  providers: [McpRoutes, FrontDoor, McpErrors, CallsInFlight],
})
export class McpEndpointModule {}
