import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { SummarizePrompt } from './summarize.prompt';

describe('the prompt summarize', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ providers: [SummarizePrompt] });
  });
  afterAll(() => harness.close());

  it.each([
    [{ text: 'A long story.' }, 'Summarize the following text in at most'],
    [{ text: 'A long story.', audience: 'support staff' }, 'text for support staff in at most'],
  ])('puts %j into words', async (args, words) => {
    const client = await harness.connect('modern');
    const { messages } = await client.getPrompt({ name: 'summarize', arguments: args });
    const [message] = messages as { content: { text: string } }[];
    expect(message?.content.text).toContain(words);
    expect(message?.content.text).toContain('A long story.');
  });

  it('suggests audiences', async () => {
    const client = await harness.connect('legacy');
    const ref = { type: 'ref/prompt' as const, name: 'summarize' };
    const argument = { name: 'audience', value: 'Dev' };
    expect((await client.complete({ ref, argument })).completion.values).toEqual(['developers']);
  });
});
