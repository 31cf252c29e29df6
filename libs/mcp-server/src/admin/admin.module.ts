import { AuthModule } from '@repo/auth';
import { ClientsModule } from '@repo/auth/clients';
import { Module } from '@nestjs/common';
import { McpEndpointModule } from '../mcp/mcp-endpoint.module';
import { AdminAccess } from './admin-access.guard';
import { AdminAuthenticator } from './admin-authenticator';
import { ApprovalsController } from './approvals/approvals.controller';
import { DecisionsController } from './approvals/decisions.controller';
import { AuditController } from './audit/audit.controller';
import { ClientsController } from './clients/clients.controller';
import { KeysController } from './clients/keys.controller';
import { LogLevelController } from './logging/log-level.controller';
import { PeopleController } from './people/people.controller';
import { QueueBoard } from './queues/queue-board';
import { QueueBoardController } from './queues/queue-board.controller';
import { ProcessController } from './scaling/process/process.controller';
import { ScalingController } from './scaling/scaling.controller';
import { TasksController } from './tasks/tasks.controller';
import { ScalingModule } from './scaling/scaling.module';

/** The REST API for those who run the platform. */
@Module({
  imports: [AuthModule, ClientsModule, McpEndpointModule, ScalingModule],
  providers: [AdminAccess, AdminAuthenticator, QueueBoard],
  controllers: [
    ApprovalsController,
    AuditController,
    DecisionsController,
    ClientsController,
    KeysController,
    LogLevelController,
    PeopleController,
    ProcessController,
    ScalingController,
    TasksController,
    QueueBoardController,
  ],
  // For the guard on routes that are not of this API.
  exports: [AdminAccess, AdminAuthenticator, AuthModule, ClientsModule, McpEndpointModule],
})
export class AdminModule {}
