import {
  Catch,
  Injectable,
  NotFoundException,
  ParseIntPipe,
  UseFilters,
  UseInterceptors,
  UsePipes,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type Provider,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { map } from 'rxjs';
import { ConfigModule, loadConfig } from '@repo/config';
import { McpModule, Tool } from '..';
import { createHarness } from '../testing';
import { MCP_CONTEXT } from './feature.explorer';

class Shout implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    return next
      .handle()
      .pipe(map((text) => `${String(text).toUpperCase()} ${context.getType<string>()}`));
  }
}

@Catch(RangeError)
class Mend implements ExceptionFilter<RangeError> {
  catch(error: RangeError) {
    return `mended: ${error.message}`;
  }
}

@Injectable()
class Features {
  @Tool({ name: 'loud', description: 'Behind an interceptor.' })
  @UseInterceptors(Shout)
  loud() {
    return 'hello';
  }

  @Tool({ name: 'mended', description: 'Behind a filter.' })
  @UseFilters(Mend)
  mended(): string {
    throw new RangeError('too far');
  }

  @Tool({ name: 'missing', description: 'Throws what Nest people throw.' })
  missing(): string {
    throw new NotFoundException('No such invoice.');
  }
}

@Injectable()
class Piped {
  @Tool({ name: 'piped', description: 'Has a pipe.' })
  @UsePipes(ParseIntPipe)
  piped() {
    return 1;
  }
}

@Injectable()
class Forgotten {
  @Tool({ name: 'forgotten', description: 'Is in no module.' })
  forgotten() {
    return 1;
  }
}

describe('what people know from Nest', () => {
  it.each([
    ['loud', { content: [{ type: 'text', text: `HELLO ${MCP_CONTEXT}` }] }],
    ['mended', { content: [{ type: 'text', text: 'mended: too far' }] }],
    ['missing', { isError: true, content: [{ type: 'text', text: 'No such invoice.' }] }],
  ])('works on the tool %s', async (name, expected) => {
    const harness = await createHarness({ providers: [Features] });
    const client = await harness.connect('modern');
    expect(await client.callTool({ name })).toMatchObject(expected);
    await harness.close();
  });

  it('stops the start where it would do nothing', async () => {
    await expect(createHarness({ providers: [Piped] })).rejects.toThrow(
      /Piped.piped: pipes have no effect on features. Check and transform in the schema/,
    );
  });
});

describe('a class with features that no module provides', () => {
  const start = (providers: Provider[], everyClass?: boolean) =>
    NestFactory.createApplicationContext(
      {
        module: class App {},
        imports: [
          ConfigModule.forRoot(loadConfig({ ENVIRONMENT: 'test' })),
          McpModule.forRoot({
            serverInfo: { name: 's', version: '1' },
            stateSecret: 's',
            everyClass,
          }),
        ],
        providers,
      },
      { logger: false, abortOnError: false },
    );

  it('stops the start, named', async () => {
    await expect(start([Features, Piped])).rejects.toThrow(/Piped.piped/);
    await expect(start([Features])).rejects.toThrow(
      /^(Piped|Forgotten): it declares features, but no module provides it. Add \1 to the "providers"/,
    );
  });

  it('is let be where tests ask for it', async () => {
    const app = await start([Features, Forgotten], false);
    await app.close();
  });
});
