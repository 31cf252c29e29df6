/**
 * What every client is asked to do, by the names of the matrix. An operation needs methods of the
 * client; one that lacks them does not offer it. The tools, resources and prompts are the fixtures
 * of `apps/api-e2e`.
 *
 * @typedef {{ text: string, isError?: boolean, structured?: unknown }} Answer
 * @typedef {object} Client
 * @property {(name: string, args: object) => Promise<Answer>} callTool
 * @property {() => Promise<string[]>} [listTools] names
 * @property {(name: string, args: object) => Promise<unknown>} [callStructured]
 * @property {() => Promise<string[]>} [listResources] URIs
 * @property {(uri: string) => Promise<string>} [readResource]
 * @property {() => Promise<string[]>} [listPrompts] names
 * @property {(name: string, args: object) => Promise<string>} [getPrompt] the first message
 * @property {(name: string, onProgress: (progress: number) => void) => Promise<unknown>} [callWithProgress]
 * @property {(name: string, args: object) => Promise<Answer>} [callAndAnswer] fills in what is asked
 * @property {(name: string, args: object, signal: AbortSignal) => Promise<unknown>} [callUntilAborted]
 * @property {(onChange: () => void) => Promise<void>} [watchTools]
 * @property {boolean} [sendsNoToken]
 * @property {() => Promise<unknown>} close
 */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { until } from './within.mjs';

export const operations = {
  'list tools': {
    needs: ['listTools'],
    async prove(client) {
      const names = await client.listTools();
      for (const name of ['add_numbers', 'test_simple_text']) {
        assert(names.includes(name), `${name} is not among ${names.length} tools`);
      }
    },
  },
  call: {
    needs: ['callTool'],
    async prove(client) {
      const { text } = await client.callTool('test_simple_text', {});
      assert.equal(text, 'This is a simple text response for testing.');
    },
  },
  'structured output': {
    needs: ['callStructured'],
    async prove(client) {
      assert.deepEqual(await client.callStructured('add_numbers', { a: 2, b: 3 }), { total: 5 });
    },
  },
  'tool error': {
    needs: ['callTool'],
    async prove(client) {
      const { isError, text } = await client.callTool('test_error_handling', {});
      assert.equal(isError, true);
      assert.match(text, /This tool intentionally returns an error for testing/);
    },
  },
  'list resources': {
    needs: ['listResources'],
    async prove(client) {
      assert((await client.listResources()).includes('test://static-text'));
    },
  },
  'read resource': {
    needs: ['readResource'],
    async prove(client) {
      assert.match(await client.readResource('test://template/123/data'), /Data for ID: 123/);
    },
  },
  'list prompts': {
    needs: ['listPrompts'],
    async prove(client) {
      assert((await client.listPrompts()).includes('test_simple_prompt'));
    },
  },
  'get prompt': {
    needs: ['getPrompt'],
    async prove(client) {
      assert.equal(
        await client.getPrompt('test_prompt_with_arguments', { arg1: 'a', arg2: 'b' }),
        "Prompt with arguments: arg1='a', arg2='b'",
      );
    },
  },
  progress: {
    needs: ['callWithProgress'],
    async prove(client) {
      const seen = [];
      await client.callWithProgress('test_tool_with_progress', (progress) => seen.push(progress));
      await until(() => seen.includes(100));
      assert.deepEqual(
        seen,
        [...seen].sort((a, b) => a - b),
      );
    },
  },
  'input required': {
    needs: ['callAndAnswer'],
    async prove(client) {
      const { text } = await client.callAndAnswer('test_elicitation', { message: 'Who are you?' });
      assert.equal(
        text,
        'User response: action=accept, content={"username":"ada","email":"ada@example.com"}',
      );
    },
  },
  cancel: {
    needs: ['callUntilAborted'],
    async prove(client) {
      const key = randomUUID();
      const outcome = async () => (await client.callTool('fate_of', { key })).text;
      const abort = new AbortController();
      const call = client.callUntilAborted('wait_for_abort', { key }, abort.signal);
      const refused = assert.rejects(call);
      await until(async () => (await outcome()) === 'waiting');
      abort.abort();
      await refused;
      await until(async () => (await outcome()).startsWith('aborted'));
    },
  },
  'list changed': {
    needs: ['watchTools'],
    async prove(client) {
      let changes = 0;
      await client.watchTools(() => changes++);
      // A legacy client opens its stream for notices in the background, so the first may come early.
      await until(async () => {
        await client.callTool('test_trigger_tool_change', {});
        return changes > 0;
      });
    },
  },
};

/** What the person at each client fills in. */
export const FORM_ANSWER = {
  action: 'accept',
  content: { username: 'ada', email: 'ada@example.com' },
};

/** An answer of a client that shows results as the protocol has them. */
export function answerOf({ content, isError, structuredContent }) {
  const text = content.map((block) => block.text ?? `[${block.type}]`).join('\n');
  return { text, isError, structured: structuredContent };
}

export const headersOf = ({ token }) => (token ? { authorization: `Bearer ${token}` } : {});
