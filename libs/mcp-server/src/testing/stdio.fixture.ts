import { PassThrough } from 'node:stream';
import { AuthModule } from '@repo/auth';
import { McpStdio } from '@repo/mcp-core';
import { createHarness } from '@repo/mcp-core/testing';
import { LateTablesModule } from '../late-tables';
import type { Imports } from '../server-options';
import { callMessage } from './call-message';
import { testServerOptions } from './test-server-options';

interface Answer {
  readonly id: number;
  readonly result?: { readonly content: readonly { readonly text: string }[] };
}

/**
 * What tools answer to one client on stdio, each the text of its result.
 *
 * @param environment settings as in the environment
 */
export async function callsOnStdio(
  tools: readonly string[],
  environment: Readonly<Record<string, string>>,
  features: Imports,
): Promise<(string | undefined)[]> {
  const harness = await createHarness({
    imports: [AuthModule, LateTablesModule.forRoot(testServerOptions([]).database), ...features],
    environment,
    onFault: () => undefined,
  });
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = harness.get(McpStdio).serve(input, output);
  for (const [id, tool] of tools.entries())
    input.write(`${JSON.stringify({ ...callMessage(tool), id })}\n`);
  input.end();
  await served;
  await harness.close();
  const lines = String(output.read()).trim().split('\n');
  const answers = lines.map((line) => JSON.parse(line) as Answer);
  return tools.map((_, id) => answers.find((one) => one.id === id)?.result?.content[0]?.text);
}
