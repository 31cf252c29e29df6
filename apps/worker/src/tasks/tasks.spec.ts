import { databaseFeatures } from '@repo/mcp-server/database';
import { elicit, Tool, type ToolContext } from '@repo/mcp-core';
import { TaskClient, TASKS, TestServer } from '@repo/mcp-server/testing';
import { describeOnBothBackends } from '@repo/queue/testing';
import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { TestWorker } from '../testing/test-worker.fixture';
import { mainServer } from './main-server';

const PLACE = Symbol('place');

@Injectable()
class PlaceTools {
  constructor(@Inject(PLACE) private readonly place: string) {}

  @Tool({ name: 'place', description: 'Tells where it runs.', task: 'optional' })
  where() {
    return this.place;
  }

  @Tool({ name: 'ask', description: 'Asks in the middle.', task: 'required' })
  async ask(_input: unknown, context: ToolContext) {
    const schema = z.object({ size: z.string() });
    const { size } = await context.requestInput({ size: elicit({ message: 'Which?', schema }) });
    return `${this.place}: ${size.action === 'accept' ? size.content.size : size.action}`;
  }

  @Tool({ name: 'credential', description: 'Needs a credential.', task: 'optional' })
  credential(_input: unknown, context: ToolContext) {
    return context.credential('github');
  }
}

@Module({})
class PlaceFeatures {
  static at(place: string): DynamicModule {
    const providers = [PlaceTools, { provide: PLACE, useValue: place }];
    return { module: PlaceFeatures, providers };
  }
}

const serverAt = (place: string) => ({
  ...mainServer,
  features: [...mainServer.features, PlaceFeatures.at(place)],
});

describeOnBothBackends('tasks of an api that runs none', (environment) => {
  let api: TestServer;
  let worker: TestWorker;
  let client: TaskClient;
  beforeAll(async () => {
    const server = { ...serverAt('api'), database: () => Promise.resolve({ databaseFeatures }) };
    api = await TestServer.start(server, { ...environment(), TASK_CONCURRENCY: '0' });
    worker = await TestWorker.start(environment(), 'targets: []', 300, serverAt('worker'));
    client = new TaskClient(api);
  });
  afterAll(async () => {
    await worker.stop();
    await api.stop();
  });

  const textOf = async (id: string) => {
    const { result } = await client.until(id, 'completed');
    return (result as { result: { content: { text: string }[] } }).result.content[0]?.text;
  };

  it('run in the worker, and are read from the api', async () => {
    expect(await textOf(await client.start('place'))).toBe('worker');
  });

  it('get there what their client answers here', async () => {
    const capabilities = { ...TASKS, elicitation: { form: {} } };
    const call = { name: 'ask', arguments: {} };
    const { result } = await client.ask('tools/call', call, { capabilities });
    const taskId = result!.taskId!;
    await client.until(taskId, 'input_required');
    const size = { action: 'accept', content: { size: 'large' } };
    await client.ask('tasks/update', { taskId, inputResponses: { size } });
    expect(await textOf(taskId)).toBe('worker: large');
  });

  it('are told that credentials of people are not to be had there', async () => {
    expect(await textOf(await client.start('credential'))).toMatch(
      /no credential for github.+TASK_CONCURRENCY/,
    );
  });

  it('are counted where they run', async () => {
    const capabilities = { ...TASKS, elicitation: { form: {} } };
    const { result } = await client.ask(
      'tools/call',
      { name: 'ask', arguments: {} },
      { capabilities },
    );
    await client.until(result!.taskId!, 'input_required');
    const lines = (await worker.get('/metrics')).text.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'mcp_requests_total{method="tasks/run",status="ok",tool="place"} 1',
        // The suites of this file share their process.
        expect.stringMatching(/^mcp_tasks_ended_total\{tool="place",outcome="ok"\} [12]$/),
        'mcp_tasks_open{status="working"} 0',
        'mcp_tasks_open{status="input_required"} 1',
        'mcp_tasks_oldest_waiting_seconds 0',
        'mcp_tasks_running 0',
      ]),
    );
  });
});

describe('a worker with TASK_CONCURRENCY=0', () => {
  it('has none of the features', async () => {
    const { runningTasks } = await import('./running-tasks.ts');
    const { loadConfig } = await import('@repo/config');
    const config = loadConfig({ ENVIRONMENT: 'test', TASK_CONCURRENCY: '0' });
    expect(await runningTasks({ config })).toEqual([]);
  });
});
