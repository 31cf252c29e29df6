import type { McpHost } from '@repo/mcp-core';
import { Logger } from '@nestjs/common';
import { McpRefusals } from './mcp-refusals';

describe('a fault on the way of an MCP request', () => {
  it('is told by its reference alone, which the log has as well', () => {
    jest.spyOn(Logger.prototype, 'debug').mockImplementation();
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const host = { refused: () => undefined } as unknown as McpHost;

    const fault = new Error('the password is hunter2');
    const { status, body } = new McpRefusals(host).answer(fault, { headers: {} });
    expect(status).toBe(500);
    expect(body).not.toContain('hunter2');
    const { error } = JSON.parse(body) as {
      error: { code: number; data: { reference: string } };
    };
    expect(error.code).toBe(-32603);
    expect(logged.mock.calls[0]?.[0]).toContain(error.data.reference);
    jest.restoreAllMocks();
  });
});
