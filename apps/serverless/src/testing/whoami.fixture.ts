import { setTimeout as pause } from 'node:timers/promises';
import { Tool, ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';

@Injectable()
class WhoAmI {
  @Tool({ name: 'whoami', description: 'Tells who calls.', scopes: ['self:read'] })
  async whoami(_: Record<string, never>, { auth }: ToolContext) {
    await pause(Math.random() * 10);
    return String(auth?.clientId);
  }
}

@Module({ providers: [WhoAmI] })
export class WhoAmIFeatures {}
