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

async function linesOfACall(level: string) {
  const log = new LogLines();
  const logger = createLogger({ name: 'test', level, destination: log });
  const harness = await createHarness({
    imports: [LoggingModule.forRoot(logger)],
    providers: [HelloTool],
  });
  const client = await harness.connect('modern');
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

  it('is no line at info', async () => {
    expect(await linesOfACall('info')).toEqual([]);
  });
});
