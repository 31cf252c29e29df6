import { until } from '@repo/foundation/testing';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { elicit, McpHost, Prompt, Resource, Tool, ToolContext } from '..';
import { createHarness, type Harness } from '../testing';

/** What holds the calls of a test until it lets them go. */
let release: () => void;
let held: Promise<void>;

@Injectable()
class Features {
  @Tool({ name: 'hold', description: 'Ends when the test says so.' })
  async hold() {
    await held;
    return 'held';
  }

  @Tool({ name: 'deaf', description: 'Heeds no signal.', timeoutMs: 5 })
  async deaf() {
    await held;
    return 'too late';
  }

  @Tool({ name: 'ask', description: 'Asks a person.', timeoutMs: 60_000 })
  async ask(_: Record<string, never>, context: ToolContext) {
    const schema = z.object({ sure: z.boolean() });
    await context.requestInput({ sure: elicit({ message: 'Sure?', schema }) });
    return 'asked';
  }

  @Tool({ name: 'quick', description: 'Answers.' })
  quick() {
    return 'quick';
  }

  @Resource({ name: 'page', uri: 'test://page', description: 'A page.' })
  page() {
    return 'page';
  }

  @Prompt({ name: 'draft', description: 'Drafts.' })
  draft() {
    return 'Draft it.';
  }
}

let harness: Harness;
beforeEach(async () => {
  held = new Promise((resolve) => (release = resolve));
  const environment = { MAX_CONCURRENT_CALLS: '1', MAX_QUEUED_CALLS: '0' };
  harness = await createHarness({ providers: [Features], environment });
});
afterEach(async () => {
  release();
  await harness.close();
});

const load = () => harness.get(McpHost).load;
async function running(calls: number): Promise<void> {
  await until(() => load().running === calls);
}

describe.each(['modern', 'legacy'] as const)(
  'a process without a free permit, to a %s client',
  (era) => {
    it('refuses calls, reads and prompts, and serves lists', async () => {
      const client = await harness.connect(era);
      const first = client.callTool({ name: 'hold' });
      await running(1);
      const refusal = {
        message: expect.stringMatching(/none may wait/),
        data: { retryable: true },
      };
      await expect(client.callTool({ name: 'quick' })).rejects.toMatchObject(refusal);
      await expect(client.readResource({ uri: 'test://page' })).rejects.toMatchObject(refusal);
      await expect(client.getPrompt({ name: 'draft' })).rejects.toMatchObject(refusal);
      expect((await client.listTools()).tools).toHaveLength(4);
      release();
      expect(await first).toMatchObject({ content: [{ text: 'held' }] });
      expect(await client.callTool({ name: 'quick' })).toMatchObject({
        content: [{ text: 'quick' }],
      });
    });

    it('has one again after a time-out, though the work goes on', async () => {
      const client = await harness.connect(era);
      expect(await client.callTool({ name: 'deaf' })).toMatchObject({ isError: true });
      expect(load().running).toBe(0);
      await client.callTool({ name: 'quick' });
    });
  },
);

describe('a call that waits for a person', () => {
  it('keeps its permit in the legacy era, where its method waits', async () => {
    const client = await harness.connect('legacy', {
      capabilities: { elicitation: {} },
      prepare: (prepared) =>
        prepared.setRequestHandler('elicitation/create', async () => {
          await held;
          return { action: 'accept', content: { sure: true } };
        }),
    });
    const asked = client.callTool({ name: 'ask' });
    await running(1);
    await expect(client.callTool({ name: 'quick' })).rejects.toThrow(/none may wait/);
    release();
    expect(await asked).toMatchObject({ content: [{ text: 'asked' }] });
    expect(load().running).toBe(0);
  });

  it('has none in the modern era, where it is called again', async () => {
    const seen: number[] = [];
    const client = await harness.connect('modern', {
      capabilities: { elicitation: {} },
      prepare: (prepared) =>
        prepared.setRequestHandler('elicitation/create', async () => {
          seen.push(load().running);
          return { action: 'accept', content: { sure: true } };
        }),
    });
    await client.callTool({ name: 'ask' });
    expect(seen).toEqual([0]);
  });
});
