import { Injectable } from '@nestjs/common';
import { Tool } from '@repo/mcp-core';

/** What no tool can return: a result is sent whole, as JSON. The compiler refuses most of it. */
@Injectable()
export class RefusedReturnTools {
  @Tool({ name: 'refuse_map', description: 'A map, whose JSON is an empty object.' })
  map() {
    return new Map([['a', 1]]) as object;
  }

  @Tool({ name: 'refuse_iterator', description: 'An iterator.' })
  iterator() {
    return [1, 2][Symbol.iterator]() as object;
  }

  @Tool({ name: 'refuse_async_iterable', description: 'Values that come one by one.' })
  asyncIterable() {
    return pages() as object;
  }

  @Tool({ name: 'refuse_circle', description: 'An object that holds itself.' })
  circle() {
    const value: Record<string, unknown> = {};
    value['itself'] = value;
    return value;
  }

  @Tool({ name: 'refuse_bigint', description: 'A number that JSON does not have.' })
  bigint() {
    return { big: 1n };
  }

  @Tool({ name: 'refuse_bad_content', description: 'Content that the protocol does not take.' })
  badContent() {
    return { content: [{ type: 'image' as const, data: 'no base64!', mimeType: 'image/png' }] };
  }
}

async function* pages() {
  yield await Promise.resolve(1);
}
