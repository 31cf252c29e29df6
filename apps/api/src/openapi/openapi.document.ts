import { identity } from '@repo/config';
import type { INestApplication } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AdminModule } from '../admin/admin.module';
import { describeAudit } from '../admin/audit/describe-audit';
import { describeClients } from '../admin/clients/describe-clients';
import { describeProcess } from '../admin/scaling/process/describe-process';
import { describeScaling } from '../admin/scaling/describe-scaling';
import { QueueBoardController } from '../admin/queues/queue-board.controller';
import { version } from '../version';

/** The OpenAPI document of the admin API, made when it is first asked for. */
@Injectable()
export class OpenApiDocument {
  private app?: INestApplication;
  private document?: Promise<OpenAPIObject>;

  /** @param app whose routes the document describes */
  describe(app: INestApplication): void {
    this.app = app;
  }

  get(): Promise<OpenAPIObject> {
    this.document ??= this.create();
    return this.document;
  }

  private async create(): Promise<OpenAPIObject> {
    if (this.app === undefined) throw new Error('No application is described.');
    // Takes a fifth of a second to load, which no start should wait for.
    const swagger = await import('@nestjs/swagger');
    describeAudit(swagger);
    describeClients(swagger);
    describeScaling(swagger);
    // Pages and their files, for people.
    swagger.ApiExcludeController()(QueueBoardController);
    describeProcess(swagger);
    const config = new swagger.DocumentBuilder()
      .setTitle(identity.title)
      .setDescription('The admin API. The tools are served over MCP, at /mcp.')
      .setVersion(version)
      .addTag('audit', 'Who called what, when, and how it ended.')
      .addTag('clients', 'The machines that may call, their secrets and keys.')
      .addTag('scaling', 'How much runs, and when.')
      .addBearerAuth()
      .build();
    return swagger.SwaggerModule.createDocument(this.app, config, { include: [AdminModule] });
  }
}
