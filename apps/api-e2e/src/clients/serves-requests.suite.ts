import type { Caller } from './client.interface';

/** What works with every client, however short-lived. */
export function itServesRequests(client: () => Caller): void {
  it('finds the tools', async () => {
    expect(await client().toolNames()).toEqual(
      expect.arrayContaining(['test_simple_text', 'add_numbers']),
    );
  });

  it('calls a tool and reads its structured answer', async () => {
    expect(await client().callTool('add_numbers', { a: 2, b: 3 })).toEqual({
      text: '{"total":5}',
      isError: false,
      structured: { total: 5 },
    });
  });

  it('is told of a failure that the model may mend', async () => {
    expect(await client().callTool('test_error_handling')).toMatchObject({
      text: 'This tool intentionally returns an error for testing',
      isError: true,
    });
  });

  it('reads a resource', async () => {
    expect(await client().readResource('test://template/123/data')).toContain('Data for ID: 123');
  });

  it('gets a prompt', async () => {
    expect(await client().getPrompt('test_prompt_with_arguments', { arg1: 'a', arg2: 'b' })).toBe(
      "Prompt with arguments: arg1='a', arg2='b'",
    );
  });
}
