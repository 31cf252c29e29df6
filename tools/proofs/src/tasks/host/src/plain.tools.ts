import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

@Injectable()
export class PlainTools {
  @Tool({ name: 'plain', description: 'Does nothing.' })
  plain() {
    return 'done';
  }
}
