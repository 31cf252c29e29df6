import { of, type Observable } from 'rxjs';
import { z } from 'zod';
import { image, Prompt, Resource, Tool, type ToolContext } from '..';
import { declarationOf } from './feature.decorators';

const described = { name: 'a', description: 'A.' };
const input = z.object({ year: z.number(), month: z.number().optional() });
const output = z.object({ revenue: z.number(), currency: z.string().default('EUR') });
const shapes = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), radius: z.number() }),
  z.object({ kind: z.literal('square'), side: z.number() }),
]);
const text = { type: 'text' as const, text: 'hello' };

interface Row {
  id: number;
}

// What the compiler takes and what it refuses: `tsc -b` reads this file, and an unused
// `@ts-expect-error` is an error too.

class Taken {
  @Tool({ ...described, input, output })
  both({ year, month }: z.infer<typeof input>, _context: ToolContext) {
    return { revenue: year + (month ?? 0) };
  }

  @Tool({ ...described, input, output })
  async fewer() {
    return { revenue: 1, currency: 'USD', hidden: true };
  }

  @Tool({ ...described, input, output })
  partly({ year }: { year: number }): PromiseLike<{ revenue: number }> {
    return Promise.resolve({ revenue: year });
  }

  @Tool({ ...described, output })
  observable(): Observable<{ revenue: number }> {
    return of({ revenue: 1 });
  }

  @Tool({ ...described, output })
  protocol() {
    return { content: [text], structuredContent: { revenue: 1 } };
  }

  @Tool({ ...described, output })
  either(_: Record<string, never>, context: ToolContext) {
    return context.auth ? { revenue: 1 } : { content: [text], isError: true };
  }

  @Tool({ ...described, output })
  throws(): never {
    throw new Error();
  }

  @Tool({ ...described, input: shapes, output: shapes })
  union(shape: z.infer<typeof shapes>) {
    return shape;
  }

  @Tool({ ...described, output: z.array(z.string()) })
  list() {
    return ['a'];
  }

  @Tool({ ...described, output: z.string().pipe(z.coerce.number()) })
  before() {
    return '7';
  }

  @Tool(described)
  nothing() {}

  @Tool(described)
  async block() {
    return image(Buffer.from(''), 'image/png');
  }

  @Tool(described)
  async rows(): Promise<Row[] | null> {
    return [{ id: 1 }];
  }

  @Tool(described)
  record(): Record<string, unknown> {
    return {};
  }

  @Tool(described)
  bytes() {
    return Buffer.from('');
  }

  @Resource({ ...described, uriTemplate: 'a://{id}' })
  async resource({ id }: { id: string }) {
    return id === '' ? undefined : { id };
  }

  @Prompt({ ...described, arguments: z.object({ language: z.string() }) })
  prompt({ language }: { language: string }) {
    return language;
  }
}

class Refused {
  // @ts-expect-error: a field of the output is missing.
  @Tool({ ...described, output })
  missing() {
    return { currency: 'EUR' };
  }

  // @ts-expect-error: a field of the output has another type.
  @Tool({ ...described, output })
  async wrong() {
    return Promise.resolve({ revenue: '1' });
  }

  // @ts-expect-error: so has what an Observable gives.
  @Tool({ ...described, output })
  observable() {
    return of({ revenue: '1' });
  }

  // @ts-expect-error: there is an output, and nothing is returned.
  @Tool({ ...described, output })
  nothing() {}

  // @ts-expect-error: text is no object.
  @Tool({ ...described, output })
  text() {
    return 'hello';
  }

  // @ts-expect-error: an object is no list.
  @Tool({ ...described, output: z.array(z.string()) })
  list() {
    return { a: 'a' };
  }

  // @ts-expect-error: the output is what the schema takes, not what it gives.
  @Tool({ ...described, output: z.string().pipe(z.coerce.number()) })
  after() {
    return 7;
  }

  // @ts-expect-error: nothing streams.
  @Tool(described)
  async *generator() {
    yield 1;
  }

  // @ts-expect-error: nor in a promise.
  @Tool(described)
  async promised() {
    return this.generator();
  }

  // @ts-expect-error: a set has no JSON form.
  @Tool(described)
  set() {
    return new Set([1]);
  }

  // @ts-expect-error: an argument of the method is not in the input.
  @Tool({ ...described, input })
  more({ day }: { day: number }) {
    return day;
  }

  // @ts-expect-error: it may be absent.
  @Tool({ ...described, input })
  optional({ month }: { month: number }) {
    return month;
  }

  // @ts-expect-error: a third argument is never given.
  @Tool({ ...described, input })
  third(_: z.infer<typeof input>, _context: ToolContext, more: string) {
    return more;
  }

  // @ts-expect-error: nothing streams.
  @Resource({ ...described, uri: 'a://b' })
  *resource() {
    yield 1;
  }

  // @ts-expect-error: a prompt is text or messages.
  @Prompt(described)
  prompt() {
    return { text: 'hello' };
  }
}

describe('a decorated method', () => {
  it.each([Taken, Refused])(
    'is declared, whatever the compiler says of it: %p',
    ({ prototype }) => {
      const methods = Object.getOwnPropertyDescriptors(prototype);
      for (const [name, { value }] of Object.entries(methods)) {
        if (name === 'constructor') continue;
        expect(declarationOf(value as object)?.options).toMatchObject(described);
      }
    },
  );
});
