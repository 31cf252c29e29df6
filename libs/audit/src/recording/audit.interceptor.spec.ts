import { loadConfig } from '@repo/config';
import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { McpModule, Prompt, RefusedError, Resource, Tool, ToolError } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { AuditModule } from '../audit.module';
import type { AuditEntry } from '../reading/audit-entry';
import { AuditReader } from '../reading/audit-reader';
import { auditSchema } from '../storage/audit-schema';
import { AuditTrail } from './audit-trail';

@Injectable()
class Features {
  @Tool({ name: 'add', description: 'Adds.', input: z.object({ a: z.number(), pin: z.string() }) })
  add({ a }: { a: number }) {
    return a + 1;
  }

  @Tool({ name: 'fail', description: 'Fails as told.', input: z.object({ how: z.string() }) })
  async fail({ how }: { how: string }): Promise<string> {
    if (how === 'refused') throw new RefusedError('Not for you.');
    if (how === 'failed') throw new Error('a fault of ours');
    throw new ToolError('Told to the model.');
  }

  @Tool({ name: 'hang', description: 'Never ends.', timeoutMs: 50 })
  hang() {
    return new Promise<string>(() => undefined);
  }

  @Resource({ name: 'page', uriTemplate: 'book://{page}', description: 'A page.' })
  page({ page }: { page: string }) {
    return page;
  }

  @Prompt({ name: 'review', description: 'Reviews.' })
  review() {
    return 'Review it.';
  }
}

@Module({ imports: [McpModule.forFeature({ server: 'books' })], providers: [Features] })
class Books {}

describe.each(['best-effort', 'strict'])('with AUDIT=%s', (AUDIT) => {
  let database: TestDatabase;
  let harness: Harness;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [auditSchema] });
    const environment = { AUDIT, DATABASE_URL: database.url };
    harness = await createHarness({
      imports: [
        DatabaseModule.forRoot({ features: [auditSchema] }),
        AuditModule.forRoot(loadConfig(environment).audit),
        Books,
      ],
      providers: [Features],
      environment,
      onFault: () => undefined,
    });
  });
  afterAll(async () => {
    await harness.close();
    await database.drop();
  });

  async function lastRecord(): Promise<AuditEntry | undefined> {
    await harness.get(AuditTrail).drain(AbortSignal.timeout(20_000));
    return (await harness.get(AuditReader).page({ filter: {}, limit: 1 })).records[0];
  }

  describe.each(['modern', 'legacy'] as const)('a call of a %s client is recorded', (era) => {
    const auth = {
      token: 'a secret',
      clientId: 'backoffice',
      scopes: [],
      extra: { subject: 'alice' },
    };
    const connect = () => harness.connect(era, { auth });

    it('with the name of its server, where that is not the main one', async () => {
      const client = await harness.connect(era, { auth, server: 'books' });
      await client.callTool({ name: 'add', arguments: { a: 1, pin: '1' } });
      expect(await lastRecord()).toMatchObject({ kind: 'tool', name: 'books/add' });
      await client.callTool({ name: 'nothing' }).catch(() => undefined);
      expect(await lastRecord()).toMatchObject({ kind: 'tool', name: 'books/nothing' });
    });

    it('with who, what and how it ended', async () => {
      const client = await connect();
      const before = Date.now();
      const _meta = { traceparent: `00-${'ab'.repeat(16)}-00f067aa0ba902b7-01` };
      await client.callTool({ name: 'add', arguments: { a: 1, pin: '1234' }, _meta });
      const record = await lastRecord();
      expect(record).toMatchObject({
        kind: 'tool',
        name: 'add',
        traceId: 'ab'.repeat(16),
        principal: 'alice',
        client: 'backoffice',
        software: 'harness-client 0.0.0',
        era,
        outcome: 'ok',
        bytesIn: '{"a":1,"pin":"1234"}'.length,
        arguments: { a: 1, pin: '***' },
      });
      expect(record?.bytesOut).toBeGreaterThan(10);
      expect(record?.durationMs).toBeGreaterThanOrEqual(0);
      expect(Date.parse(record?.at ?? '')).toBeGreaterThanOrEqual(before);
      expect(Date.parse(record?.at ?? '')).toBeLessThanOrEqual(Date.now());
      expect(JSON.stringify(record)).not.toContain('a secret');
    });

    it('when it takes too long', async () => {
      const client = await connect();
      await client.callTool({ name: 'hang' }).catch(() => undefined);
      expect(await lastRecord()).toMatchObject({ name: 'hang', outcome: 'timeout' });
    });

    it.each(['refused', 'failed', 'tool_error'])('when it is %s', async (how) => {
      const client = await connect();
      await client.callTool({ name: 'fail', arguments: { how } }).catch(() => undefined);
      expect(await lastRecord()).toMatchObject({ name: 'fail', outcome: how });
    });

    it('when its arguments do not fit', async () => {
      const client = await connect();
      await client.callTool({ name: 'add', arguments: { a: 'x' } });
      expect(await lastRecord()).toMatchObject({ outcome: 'invalid_input', arguments: { a: 'x' } });
    });

    it('when it asks for what does not exist', async () => {
      const client = await connect();
      await client.callTool({ name: 'made up', arguments: { token: 'x' } }).catch(() => undefined);
      expect(await lastRecord()).toMatchObject({
        kind: 'tool',
        name: 'made up',
        outcome: 'invalid_input',
        arguments: { token: '***' },
      });
      await client.readResource({ uri: 'https://me:pw@x.example/y?key=1' }).catch(() => undefined);
      expect(await lastRecord()).toMatchObject({ kind: 'resource', name: 'https://x.example/y' });
      await client.getPrompt({ name: 'none' }).catch(() => undefined);
      expect(await lastRecord()).toMatchObject({ kind: 'prompt', name: 'none' });
    });

    it('when it reads a resource or gets a prompt', async () => {
      const client = await connect();
      await client.readResource({ uri: 'book://7' });
      expect(await lastRecord()).toMatchObject({
        kind: 'resource',
        name: 'page',
        arguments: { page: '7' },
      });
      await client.getPrompt({ name: 'review' });
      expect(await lastRecord()).toMatchObject({ kind: 'prompt', name: 'review', arguments: null });
    });
  });
});
