import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { FakeService, SERVICE_CLIENT_ID, SERVICE_CLIENT_SECRET } from '@repo/auth/testing';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { Tool, type ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { databaseFeatures } from '../database-features';
import { PersonClient, REDIRECT_URI } from './person.fixture';

const Question = z.object({ service: z.string(), at: z.string() });

@Injectable()
class LinkedTools {
  @Tool({ name: 'who_there', description: 'Asks a service who the caller is.', input: Question })
  async who({ service, at }: z.infer<typeof Question>, context: ToolContext) {
    const ask = (token: string) =>
      fetch(`${at}/me`, { headers: { authorization: `Bearer ${token}` } });
    const token = await context.credential(service);
    let answer = await ask(token);
    if (answer.status === 401) {
      answer = await ask(await context.credential(service, { refused: token }));
    }
    return (await answer.json()) as object;
  }

  @Tool({ name: 'leak', description: 'Fails with the token.', input: Question })
  async leak({ service }: z.infer<typeof Question>, context: ToolContext) {
    throw new Error(`it is ${await context.credential(service)}`);
  }
}

@Module({ providers: [LinkedTools] })
export class LinkedToolsModule {}

/** A provider of sign-ins, a service whose accounts are linked, and a database for replicas. */
export class LinkingWorld {
  private readonly folder = mkdtempSync(join(tmpdir(), 'linking-'));

  private constructor(
    readonly provider: FakeService,
    readonly service: FakeService,
    readonly database: TestDatabase,
  ) {}

  static async start(): Promise<LinkingWorld> {
    const database = await withTestDatabase({ features: databaseFeatures });
    return new LinkingWorld(await FakeService.start(), await FakeService.start(), database);
  }

  /** Of a server whose tools use `code`, which people link, and `reports` and `graph`, got for their sign-in. */
  environment(more: Record<string, string> = {}): Record<string, string> {
    const path = join(this.folder, 'sign-in.json');
    const clientId = SERVICE_CLIENT_ID;
    const clients = [{ id: 'known', name: 'A known program', redirectUris: [REDIRECT_URI] }];
    const file = {
      providers: [{ id: 'there', issuer: this.provider.issuer, clientId }],
      grants: [{ scopes: ['*'] }],
      clients,
      services: [
        { id: 'code', title: 'Code', issuer: this.service.issuer, clientId, scopes: ['repo'] },
        { id: 'reports', title: 'Reports', by: 'exchange', audience: 'reports' },
        { id: 'graph', title: 'Graph', by: 'on-behalf-of', scopes: ['mail'] },
      ],
    };
    // JSON is YAML, too.
    writeFileSync(path, JSON.stringify(file));
    return {
      ...{ AUTH_PROVIDERS: path, MCP_AUTH: 'required', DATABASE_URL: this.database.url },
      AUTH_CLIENT_SECRETS: `there=${SERVICE_CLIENT_SECRET},code=${SERVICE_CLIENT_SECRET}`,
      JWT_SECRET: 'the same secret on every replica, long enough',
      ...more,
    };
  }

  /** Somebody who is this person at the provider and at the service, and their program. */
  async person(name: string): Promise<PersonClient> {
    const person = new PersonClient('known');
    for (const { issuer } of [this.provider, this.service]) {
      await person.browser.open(`${issuer}/as/${name}`);
    }
    return person;
  }

  /** The same, signed in and connected. */
  async connect(
    person: PersonClient,
    url: string,
    era: 'modern' | 'legacy' = 'modern',
  ): Promise<Client> {
    return person.connect(`${url}/mcp`, era, (browser) => browser.press('yes'));
  }

  /** What the service says of whoever calls. */
  async who(client: Client, service = 'code'): Promise<string> {
    const at = (service === 'code' ? this.service : this.provider).issuer;
    const { content } = await client.callTool({ name: 'who_there', arguments: { service, at } });
    return (content[0] as { text: string }).text;
  }

  async stop(): Promise<void> {
    await this.provider.stop();
    await this.service.stop();
    await this.database.drop();
    rmSync(this.folder, { recursive: true });
  }
}

/** What a person does who is asked to link: opens the page, and goes on from there. */
export const linksBy = (person: PersonClient) => async (url: string) => {
  await person.browser.open(url);
  await person.browser.press('link');
  return 'accept' as const;
};
