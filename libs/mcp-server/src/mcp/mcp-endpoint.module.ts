import { AuthModule } from '@repo/auth';
import { ClientsModule } from '@repo/auth/clients';
import { SignInModule } from '@repo/auth/sign-in';
import { McpEdgeModule } from '@repo/mcp-edge';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { UnfinishedBodies } from '../http/unfinished-bodies';
import { CallsInFlight } from './calls-in-flight';
import { EdgeListeners } from './edge-listeners';
import { Mounts } from './mounts';
import { AuditedCredentials } from '../oauth/audited-credentials';
import { SignInController } from '../oauth/sign-in.controller';
import { OpenStreams } from './open-streams';

/** The edge of the MCP endpoint over `node:http`. */
@Module({
  imports: [AuthModule, ClientsModule, DiscoveryModule, McpEdgeModule, SignInModule],
  controllers: [SignInController],
  providers: [
    ...[EdgeListeners, Mounts, CallsInFlight, OpenStreams, UnfinishedBodies],
    AuditedCredentials,
  ],
  exports: [McpEdgeModule, SignInModule],
})
export class McpEndpointModule {}
