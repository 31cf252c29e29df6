import { AuthModule } from '@acme/auth';
import { Module } from '@nestjs/common';
import { McpEndpointModule } from '../mcp/mcp-endpoint.module';
import { AdminAccess } from './admin-access.guard';
import { AuditController } from './audit/audit.controller';

/** The REST API for those who run the platform. */
@Module({
  imports: [AuthModule, McpEndpointModule],
  providers: [AdminAccess],
  controllers: [AuditController],
})
export class AdminModule {}
