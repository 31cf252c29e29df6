import { ProtocolError } from '@modelcontextprotocol/client';
import { Tool, ToolContext, ToolError } from '@repo/mcp-core';
import { runProgram } from '@repo/platform/src/deploy/cli/run-program';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { StartError, withOwnApi } from './own-api';

/** Characters of a program's output that an agent gets: the end says what failed. */
const MAX_OUTPUT = 12_000;
/** Milliseconds: compiling the whole source takes some seconds, all tests some minutes. */
const [START_MS, TESTS_MS] = [60_000, 900_000];

const Named = z.object({ name: z.string(), description: z.string().optional() });
const Features = z.object({
  tools: z.array(Named),
  resources: z.array(Named),
  prompts: z.array(Named),
});
const ToolCall = z.object({
  name: z.string().max(128).describe('The name of the tool, as list_features tells it.'),
  arguments: z.record(z.string(), z.unknown()).default({}),
});
const Changes = z.object({
  since: z
    .string()
    .regex(/^[\w][\w./~^-]{0,199}$/)
    .optional()
    .describe('A branch or commit. Default: what is not committed yet.'),
});
const Tests = z.object({ passed: z.boolean(), output: z.string() });
const Start = z.object({ starts: z.boolean(), said: z.string(), read: z.string().optional() });

/** What an agent that works on this repository asks again and again. */
@Injectable()
export class RepositoryTools {
  @Tool({
    name: 'list_features',
    description: 'The tools, resources and prompts that this repository serves, as they are now.',
    output: Features,
    timeoutMs: START_MS,
    annotations: { readOnlyHint: true },
  })
  listFeatures(_: Record<string, never>, { signal }: ToolContext) {
    return orRefused(
      withOwnApi(signal, async (client) => {
        const [{ tools }, { resources }, { resourceTemplates }, { prompts }] = await Promise.all([
          client.listTools(),
          client.listResources(),
          client.listResourceTemplates(),
          client.listPrompts(),
        ]);
        return { tools, resources: [...resources, ...resourceTemplates], prompts };
      }),
    );
  }

  @Tool({
    name: 'call_tool',
    description: 'Calls a tool of this repository from its source, and returns what it returned.',
    input: ToolCall,
    timeoutMs: START_MS,
  })
  callTool(call: z.infer<typeof ToolCall>, { signal }: ToolContext) {
    return orRefused(withOwnApi(signal, (client) => client.callTool(call, { signal })));
  }

  @Tool({
    name: 'check_start',
    description: 'Whether the server starts from its source; if not, why, and what to read.',
    output: Start,
    timeoutMs: START_MS,
    annotations: { readOnlyHint: true },
  })
  async checkStart(_: Record<string, never>, { signal }: ToolContext) {
    try {
      await withOwnApi(signal, (client) => client.listTools());
      return { starts: true, said: 'It starts.' };
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      return { starts: false, said: error.message, read: documentOf(error.message) };
    }
  }

  @Tool({
    name: 'test_changes',
    description: 'Runs the specs that reach what has changed, and returns how they ended.',
    input: Changes,
    output: Tests,
    timeoutMs: TESTS_MS,
    maxConcurrent: 1,
  })
  async testChanges({ since }: z.infer<typeof Changes>, { signal }: ToolContext) {
    const changed = since === undefined ? '--onlyChanged' : `--changedSince=${since}`;
    const { code, stdout, stderr } = await runProgram(
      process.execPath,
      ['node_modules/jest/bin/jest.js', changed, '--passWithNoTests', '--silent'],
      { cwd: workspaceRoot, signal },
    );
    return { passed: code === 0, output: `${stdout}\n${stderr}`.trim().slice(-MAX_OUTPUT) };
  }
}

/** A server that does not start, or that refuses a call, is what the agent has to mend: it reads why. */
async function orRefused<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StartError) {
      throw new ToolError(`The server does not start. ${error.message}`);
    }
    if (error instanceof ProtocolError) throw new ToolError(error.message);
    throw error;
  }
}

/** The document that explains what a start said. */
function documentOf(said: string): string | undefined {
  const documents: readonly (readonly [RegExp, string])[] = [
    [/docs\/configuration\.md/, 'docs/configuration.md'],
    [/CatalogError|@Tool|@Resource|@Prompt/, 'docs/build/features.md'],
    [/Nest can't resolve dependencies/, 'CONTRIBUTING.md#where-things-go'],
  ];
  return documents.find(([pattern]) => pattern.test(said))?.[1];
}
