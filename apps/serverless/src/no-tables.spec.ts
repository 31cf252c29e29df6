import { Tables } from '@repo/database/tables';
import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { lambdaHandlers } from './aws-lambda/lambda-handlers';
import { callEvent, TestFunction } from './testing/function.fixture';

@Injectable()
class CountService {
  constructor(private readonly tables: Tables) {}

  count() {
    return this.tables.query<unknown>('select 1');
  }
}

@Injectable()
class DatabaseTools {
  constructor(private readonly service: CountService) {}

  @Tool({ name: 'count', description: 'Counts rows.' })
  async count() {
    return JSON.stringify(await this.service.count());
  }
}

@Module({ providers: [CountService, DatabaseTools] })
class DatabaseTool {}

describe('a function whose features include a tool that needs the database', () => {
  const fn = new TestFunction({}, [DatabaseTool]);
  afterAll(() => fn.stop());

  it('starts without it, says so in one line, and serves the others', async () => {
    const { buffered } = lambdaHandlers(fn.warm);
    const other = await buffered(callEvent('echo', { text: 'a word' }));
    expect(other.statusCode).toBe(200);
    expect(other.body).toContain('a word');
    expect((await buffered(callEvent('count'))).body).toContain('Unknown tool');
    expect(fn.log.messages.filter((text) => /left out/.test(String(text)))).toEqual([
      'DatabaseTools is left out: it needs the database, which this host has not.',
    ]);
  });
});
