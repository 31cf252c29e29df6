import { ConfigModule, loadConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { McpHost, McpModule, ServedOn, Tool } from '..';
import type { Hosting } from './served-on.decorator';

@Injectable()
class Everywhere {
  @Tool({ name: 'everywhere', description: 'Is served on all.' })
  run() {
    return 'x';
  }
}

@ServedOn('http', 'stdio')
@Injectable()
class InProcesses {
  @Tool({ name: 'in_processes', description: 'Takes longer than a function may.' })
  run() {
    return 'x';
  }
}

@ServedOn('http', 'stdio')
abstract class OfProcesses {}

@Injectable()
class Inherits extends OfProcesses {
  @Tool({ name: 'inherits', description: 'Is served where its base is.' })
  other() {
    return 'x';
  }
}

@ServedOn('stdio')
@Injectable()
class Local extends OfProcesses {
  @Tool({ name: 'local', description: 'Reads a file of the person who runs it.' })
  read() {
    return 'x';
  }
}

async function servedOn(hosting: Hosting | undefined) {
  const logger = { log: jest.fn(), error: jest.fn(), warn: jest.fn() };
  const app = await NestFactory.createApplicationContext(
    {
      module: class App {},
      imports: [
        ConfigModule.forRoot(loadConfig({ ENVIRONMENT: 'test' })),
        McpModule.forRoot({
          ...{ serverInfo: { name: 's', version: '1' }, stateSecret: 's', everyClass: false },
          hosting,
        }),
      ],
      providers: [Everywhere, InProcesses, Inherits, Local],
    },
    { logger, abortOnError: false },
  );
  const tools = [...app.get(McpHost).catalog.tools.keys()].sort();
  await app.close();
  const said = logger.warn.mock.calls.map(([text]) => String(text));
  return { tools, said: said.filter((text) => text.includes('left out')) };
}

describe('features that are served on some hostings', () => {
  it.each<[Hosting | undefined, string[]]>([
    ['http', ['everywhere', 'in_processes', 'inherits']],
    ['stdio', ['everywhere', 'in_processes', 'inherits', 'local']],
    ['functions', ['everywhere']],
    [undefined, ['everywhere', 'in_processes', 'inherits', 'local']],
  ])('are there on %s and nowhere else', async (hosting, tools) => {
    expect((await servedOn(hosting)).tools).toEqual(tools);
  });

  it('are told where they are left out', async () => {
    expect((await servedOn('http')).said).toEqual(['Local is left out: it is for stdio alone.']);
    expect((await servedOn('functions')).said).toContain(
      'Inherits is left out: it is for http and stdio alone.',
    );
  });
});
