import {
  BadRequestException,
  Body,
  Catch,
  createParamDecorator,
  Injectable,
  NotFoundException,
  ParseIntPipe,
  Req,
  Scope,
  UseFilters,
  UseInterceptors,
  UsePipes,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type Provider,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { map } from 'rxjs';
import { ConfigModule, loadConfig } from '@repo/config';
import { McpModule, Tool } from '..';
import { createHarness } from '../testing';
import { declaredClasses } from './feature.decorators';
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

  @Tool({ name: 'invalid', description: 'Throws what ValidationPipe throws.' })
  invalid(): string {
    throw new BadRequestException(['name must be a string', 'age must be positive']);
  }

  @Tool({ name: 'plain', description: 'Throws an exception without a message.' })
  plain(): string {
    throw new BadRequestException({ reason: 'unsaid' });
  }
}

@Injectable()
class Generates {
  // @ts-expect-error: the compiler refuses it, and JavaScript has none.
  @Tool({ name: 'values', description: 'Yields.' })
  async *values() {
    yield 1;
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
    ['invalid', { content: [{ text: 'name must be a string\nage must be positive' }] }],
    ['plain', { content: [{ text: 'Bad Request Exception' }] }],
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

abstract class Shelf {
  abstract readonly books: string[];

  @Tool({ name: 'books', description: 'Lists the books of a shelf.' })
  list() {
    return this.books.join(', ');
  }
}

@Injectable()
class Novels extends Shelf {
  readonly books = ['Emma', 'Persuasion'];
}

class Overridden extends Shelf {
  readonly books = [];
  override list() {
    return 'none';
  }
}

class Made {
  constructor(private readonly by: string) {}

  @Tool({ name: 'made_by', description: 'Tells who made it.' })
  madeBy() {
    return this.by;
  }
}

/** A token that is not the class. */
const MADE = Symbol('made');

@Injectable({ scope: Scope.REQUEST })
class Scoped extends Made {
  constructor() {
    super('a request');
  }
}

describe('a feature is found', () => {
  it.each<[string, Provider[], string, string]>([
    ['in a base class', [Novels], 'books', 'Emma, Persuasion'],
    ['on a value', [{ provide: MADE, useValue: new Made('hand') }], 'made_by', 'hand'],
    [
      'on what a factory makes',
      [{ provide: MADE, useFactory: () => new Made('it') }],
      'made_by',
      'it',
    ],
    [
      'on what a factory makes later',
      [{ provide: MADE, useFactory: () => Promise.resolve(new Made('it')) }],
      'made_by',
      'it',
    ],
    [
      'on a class under another token',
      [{ provide: MADE, useClass: Scoped }],
      'made_by',
      'a request',
    ],
    [
      'once, where two tokens have it',
      [
        { provide: MADE, useValue: new Made('hand') },
        { provide: 'alias', useExisting: MADE },
      ],
      'made_by',
      'hand',
    ],
  ])('%s', async (_where, providers, name, text) => {
    const harness = await createHarness({ providers });
    const client = await harness.connect('modern');
    expect(await client.callTool({ name })).toMatchObject({ content: [{ text }] });
    expect((await client.listTools()).tools).toHaveLength(1);
    await harness.close();
  });

  it('but for one that is overridden without a declaration, which stops the start', async () => {
    await expect(createHarness({ providers: [Overridden] })).rejects.toThrow(
      'Overridden.list: it overrides a tool of Shelf and declares none. Repeat the decorators',
    );
  });
});

const User = createParamDecorator(() => 'nobody');

class WithBody {
  @Tool({ name: 'with_body', description: 'Expects a body.' })
  call(@Body() _body: object) {
    return 1;
  }
}

class WithRequest {
  @Tool({ name: 'with_request', description: 'Expects a request.' })
  call(_: Record<string, never>, @Req() _request: unknown) {
    return 1;
  }
}

class WithUser {
  @Tool({ name: 'with_user', description: 'Expects a user.' })
  call(_: Record<string, never>, @User() _user: unknown) {
    return 1;
  }
}

describe('a decorator of a parameter', () => {
  it.each([WithBody, WithRequest, WithUser])('stops the start: $name', async (type) => {
    await expect(createHarness({ providers: [type] })).rejects.toThrow(
      `${type.name}.call: decorators of parameters have no effect on features. The first argument`,
    );
  });
});

describe('a class with features that no module provides', () => {
  const start = (providers: Provider[], everyClass?: boolean, notServed?: readonly Type[]) =>
    NestFactory.createApplicationContext(
      {
        module: class App {},
        imports: [
          ConfigModule.forRoot(loadConfig({ ENVIRONMENT: 'test' })),
          McpModule.forRoot({
            serverInfo: { name: 's', version: '1' },
            stateSecret: 's',
            everyClass,
            notServed,
          }),
        ],
        providers,
      },
      { logger: false, abortOnError: false },
    );

  it('stops the start, named', async () => {
    await expect(start([Features, Piped])).rejects.toThrow(/Piped.piped/);
    await expect(start([Features])).rejects.toThrow(
      /^(\w+): it declares features, but no module provides it. Add \1 to the "providers"/,
    );
  });

  it('stops the start where it is a generator', async () => {
    await expect(start([Features, Generates], false)).rejects.toThrow(
      'Generates.values: it is a generator, and a result is sent whole. Collect the values',
    );
  });

  it('is let be where the server leaves it to another one', async () => {
    const others = [...declaredClasses].filter((type) => type !== Features);
    const app = await start([Features], undefined, others);
    await app.close();
  });

  it('may not be provided as well, nor be one without features', async () => {
    await expect(start([Features], undefined, [Features])).rejects.toThrow(
      'Features: it is in "notServed", but a module provides it. Take Features out',
    );
    await expect(start([Features], undefined, [ConfigModule])).rejects.toThrow(
      'ConfigModule: it is in "notServed", but it declares no features.',
    );
  });

  it('is let be where tests ask for it', async () => {
    const app = await start([Features, Forgotten], false);
    await app.close();
  });
});
