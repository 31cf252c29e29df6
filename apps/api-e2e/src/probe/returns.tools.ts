import { Injectable } from '@nestjs/common';
import { of } from 'rxjs';
import { Tool } from '@repo/mcp-core';

class Invoice {
  constructor(
    readonly number: string,
    private readonly cents: number,
  ) {}

  get total(): number {
    return this.cents / 100;
  }

  toJSON() {
    return { number: this.number, total: this.total };
  }
}

/** As Prisma, knex and mongoose return it: a query that begins when someone waits for it. */
class Query<T> implements PromiseLike<T> {
  constructor(private readonly rows: T) {}

  then<R, F>(
    resolve?: ((rows: T) => R | PromiseLike<R>) | null,
    reject?: ((reason: unknown) => F | PromiseLike<F>) | null,
  ): Promise<R | F> {
    return Promise.resolve(this.rows).then(resolve, reject);
  }
}

/** What a tool without an output schema may return: the client gets text. */
@Injectable()
export class ReturnTools {
  @Tool({ name: 'return_text', description: 'A text, as it is.' })
  text() {
    return 'a text';
  }

  @Tool({ name: 'return_nothing', description: 'Nothing: a result without content.' })
  nothing() {
    // What happened is all there is to know.
  }

  @Tool({ name: 'return_number', description: 'A number.' })
  number() {
    return 42;
  }

  @Tool({ name: 'return_boolean', description: 'A truth value.' })
  boolean() {
    return false;
  }

  @Tool({ name: 'return_object', description: 'An object: its JSON.' })
  object() {
    return { city: 'Berlin', plz: undefined };
  }

  @Tool({ name: 'return_array', description: 'An array: its JSON.' })
  array() {
    return [1, 'two', { three: 3 }];
  }

  @Tool({ name: 'return_date', description: 'A date, as JSON has it.' })
  date() {
    return new Date(0);
  }

  @Tool({ name: 'return_class', description: 'An instance that says itself what its JSON is.' })
  instance() {
    return new Invoice('7', 1250);
  }

  @Tool({ name: 'return_promise', description: 'What a promise resolves to.' })
  promise() {
    return Promise.resolve({ paid: true });
  }

  @Tool({ name: 'return_query', description: 'A query that is no promise, but has its `then`.' })
  query() {
    return new Query([{ id: 1 }]) as object;
  }

  @Tool({ name: 'return_observable', description: 'The last value of an observable, as in Nest.' })
  observable() {
    return of('first', 'last') as object;
  }

  @Tool({ name: 'return_domain_content', description: 'A value that only looks like a result.' })
  page() {
    return { content: ['a paragraph'], author: 'Ada' };
  }

  @Tool({ name: 'return_domain_type', description: 'A value that only looks like content.' })
  event() {
    return { type: 'text', at: 7 };
  }
}
