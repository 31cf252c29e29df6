import { McpModule, Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { callEvent, recorded, TestFunction } from './testing/function.fixture';

@Injectable()
class Invoices {
  @Tool({ name: 'find_invoice', description: 'Finds one.' })
  find() {
    return 'found';
  }
}

@Module({ imports: [McpModule.forFeature({ server: 'billing' })], providers: [Invoices] })
class BillingModule {}

interface GetEvent {
  requestContext: { http: { method: string } };
}

describe('a server that a module names, in a function', () => {
  const fn = new TestFunction({}, [BillingModule]);
  const { buffered } = lambdaHandlers(fn.warm);
  afterAll(() => fn.stop());

  it.each([
    ['/mcp/billing', 200, 'found'],
    ['/mcp/billing/protected', 401, ''],
    ['/mcp/shop', 404, ''],
    ['/mcp', 200, 'Unknown tool'],
  ])('at %s: %i', async (rawPath, status, text) => {
    const answer = await buffered({ ...callEvent('find_invoice'), rawPath });
    expect(answer.statusCode).toBe(status);
    expect(answer.body).toContain(text);
  });

  it('has a card beside that of the main one', async () => {
    for (const path of ['/mcp', '/mcp/billing']) {
      const event = { ...recorded<GetEvent>('function-url'), rawPath: `${path}/server-card` };
      event.requestContext.http.method = 'GET';
      const answer = await buffered(event);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({ 'content-type': 'application/mcp-server-card+json' });
      const { remotes } = JSON.parse(answer.body ?? '') as { remotes: { url: string }[] };
      expect(remotes[0]?.url).toMatch(new RegExp(`${path}$`));
    }
  });
});
