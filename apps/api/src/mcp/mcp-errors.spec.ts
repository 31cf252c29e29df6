import { Logger } from '@nestjs/common';
import { fastify } from 'fastify';
import { McpErrors } from './mcp-errors';

describe('a fault on the way of an MCP request', () => {
  it('is told by its reference alone, which the log has as well', async () => {
    jest.spyOn(Logger.prototype, 'debug').mockImplementation();
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const app = fastify();
    app.setErrorHandler(new McpErrors().answer);
    app.get('/', () => Promise.reject(new Error('the password is hunter2')));

    const answer = await app.inject('/');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    const { error } = answer.json<{ error: { code: number; data: { reference: string } } }>();
    expect(error.code).toBe(-32603);
    expect(logged.mock.calls[0]?.[0]).toContain(error.data.reference);
    jest.restoreAllMocks();
  });
});
