import { Injectable } from '@nestjs/common';
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
}
