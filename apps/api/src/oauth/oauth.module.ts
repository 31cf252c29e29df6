import { AuthModule } from '@repo/auth';
import { ClientsModule } from '@repo/auth/clients';
import { Module } from '@nestjs/common';
import { McpEndpointModule } from '../mcp/mcp-endpoint.module';
import { TokenRoutes } from './token.routes';

/** Tokens for machines. */
@Module({
  imports: [AuthModule, ClientsModule, McpEndpointModule],
  providers: [TokenRoutes],
})
export class OAuthModule {}
