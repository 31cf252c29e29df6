/** MCP-Nest on Fastify: modern, and legacy without sessions. Decorators are applied by hand: this is JavaScript. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { McpController, McpStrategy, StreamableHttpTransport, Tool } from '@rekog/mcp-nest';
import * as tool from './process-data.mjs';

class ProcessDataController {
  async processData(input) {
    return tool.processData(input);
  }
}
const { name, title, description, inputSchema, outputSchema } = tool;
const { prototype } = ProcessDataController;
Payload()(prototype, 'processData', 0);
Tool({
  name,
  description,
  parameters: inputSchema,
  outputSchema,
  annotations: { title, ...tool.annotations },
})(prototype, 'processData', Object.getOwnPropertyDescriptor(prototype, 'processData'));
McpController()(ProcessDataController);

class AppModule {}
Module({ controllers: [ProcessDataController] })(AppModule);

const strategy = new McpStrategy({
  name: 'mcp-nest',
  version: '1.0.0',
  transports: [new StreamableHttpTransport()],
  logging: false,
});
const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error'] });
strategy.setHttpAdapter(app.getHttpAdapter());
app.connectMicroservice({ strategy });
await app.startAllMicroservices();
await app.listen(tool.port, tool.host);
