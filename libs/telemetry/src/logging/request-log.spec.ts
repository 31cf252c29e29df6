import { Tool } from '@repo/mcp-core';
import { createHarness } from '@repo/mcp-core/testing';
import { Injectable } from '@nestjs/common';
import { createLogger } from './create-logger';
import { LogLines } from '../testing/log-lines';
import { LoggingModule } from './logging.module';

@Injectable()
class HelloTool {
  @Tool({ name: 'hello', description: 'Says hello.' })
  hello() {
    return 'hello';
  }
}

async function linesOfACall(level: string, environment: Record<string, string> = {}) {
  const log = new LogLines();
  const logger = createLogger({ name: 'test', level, destination: log });
  const harness = await createHarness({
    imports: [LoggingModule.forRoot(logger)],
    providers: [HelloTool],
    environment,
  });
  const auth = { token: '', clientId: 'ana', scopes: [] };
  const client = await harness.connect('modern', { auth });
  await client.listTools();
  await client.callTool({ name: 'hello' });
  await harness.close();
  return log.lines;
}

describe('a tool call', () => {
  it('is one line at debug', async () => {
    const lines = await linesOfACall('debug');
    const calls = lines.filter(({ method }) => method === 'tools/call');
    expect(calls).toEqual([
      expect.objectContaining({
        msg: 'mcp request',
        feature: 'hello',
        era: 'modern',
        outcome: 'ok',
      }),
    ]);
  });

  it.each<Record<string, string>>([
    {},
    {
      ENVIRONMENT: 'production',
      DATABASE_URL: 'postgres://db/app',
      JWT_SECRET: 'Zm9yIGEgc3BlYyBvbmx5LCBidXQgbG9uZyBlbm91Z2gh',
      PUBLIC_URL: 'https://mcp.example.com',
    },
  ])('is no line at info with %j', async (environment) => {
    expect(await linesOfACall('info', environment)).toEqual([]);
  });

  it('is one short line at info in development: what, who, how, how long', async () => {
    const lines = await linesOfACall('info', { ENVIRONMENT: 'development' });
    expect(lines.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(/^tools\/call hello · ana · ok · \d+\.\d ms$/),
    ]);
  });

  it('is no second line at debug in development', async () => {
    const lines = await linesOfACall('debug', { ENVIRONMENT: 'development' });
    expect(lines.filter(({ feature }) => feature === 'hello')).toHaveLength(1);
    expect(lines.map(({ msg }) => msg)).not.toContainEqual(expect.stringContaining('ana'));
  });
});
