/**
 * A bare Nest app on Fastify with one route, which answers what the tool answers: what the start of
 * the api is compared with. It runs on the packages of the repository, not on those of the peers.
 */
require('reflect-metadata');
const { Body, Controller, HttpCode, Module, Post } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const { FastifyAdapter } = require('@nestjs/platform-fastify');

class McpController {
  call({ id, params }) {
    const processed = `Processed: ${params.arguments.data}`;
    return { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: processed }] } };
  }
}
const { prototype } = McpController;
const method = Object.getOwnPropertyDescriptor(prototype, 'call');
Body()(prototype, 'call', 0);
HttpCode(200)(prototype, 'call', method);
Post()(prototype, 'call', method);
Controller('mcp')(McpController);

class AppModule {}
Module({ controllers: [McpController] })(AppModule);

NestFactory.create(AppModule, new FastifyAdapter(), { logger: false }).then((app) =>
  app.listen(Number(process.env.PORT), '127.0.0.1'),
);
