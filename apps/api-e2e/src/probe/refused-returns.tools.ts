import { Injectable } from '@nestjs/common';
import { Tool } from '@repo/mcp-core';

/** What no tool can return: a result is sent whole, as JSON. The compiler refuses most of it. */
@Injectable()
export class RefusedReturnTools {
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
}
