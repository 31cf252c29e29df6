import { Injectable, type INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type * as Swagger from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AdminModule } from '../admin/admin.module';
import { AdminTag, RouteDescription } from '../admin/admin-route.decorator';
import { ServerIdentity } from '../server-options';
import { describeRoute } from './describe-route';

/** The OpenAPI document of the admin API: what `AdminController` and `AdminRoute` say of it. */
@Injectable()
export class OpenApiDocument {
  private app?: INestApplication;
  private document?: Promise<OpenAPIObject>;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly methods: MetadataScanner,
    private readonly server: ServerIdentity,
  ) {}

  /** @param app whose routes the document describes */
  describe(app: INestApplication): void {
    this.app = app;
  }

  /** Made when it is first asked for, which most processes never are. */
  get(): Promise<OpenAPIObject> {
    this.document ??= this.create();
    return this.document;
  }

  private async create(): Promise<OpenAPIObject> {
    if (this.app === undefined) throw new Error('No application is described.');
    const swagger = await import('@nestjs/swagger');
    this.decorateControllers(swagger);
    const config = new swagger.DocumentBuilder()
      .setTitle(this.server.title)
      .setDescription('The admin API. The tools are served over MCP, at /mcp.')
      .setVersion(this.server.version)
      .addTag('audit', 'Who called what, when, and how it ended.')
      .addTag('clients', 'The machines that may call, their secrets and keys.')
      .addTag('scaling', 'How much runs, and when.')
      .addBearerAuth()
      .build();
    return swagger.SwaggerModule.createDocument(this.app, config, {
      include: [AdminModule],
      operationIdFactory: (controller, method) =>
        `${controller.replace('Controller', '').toLowerCase()}.${method}`,
    });
  }

  private decorateControllers(swagger: typeof Swagger): void {
    for (const wrapper of this.discovery.getControllers()) {
      const { metatype: controller } = wrapper;
      if (typeof controller !== 'function') continue;
      const tag = this.discovery.getMetadataByDecorator(AdminTag, wrapper);
      if (tag === undefined) {
        swagger.ApiExcludeController()(controller);
        continue;
      }
      swagger.ApiTags(tag)(controller);
      swagger.ApiBearerAuth()(controller);
      const prototype = controller.prototype as object;
      for (const name of this.methods.getAllMethodNames(prototype)) {
        const route = this.discovery.getMetadataByDecorator(RouteDescription, wrapper, name);
        const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
        if (route === undefined || descriptor === undefined) continue;
        for (const decorate of describeRoute(swagger, route)) decorate(prototype, name, descriptor);
      }
    }
  }
}
