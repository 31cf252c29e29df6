import { API_ENVIRONMENT } from './api-environment';
import { ask, askUntilAnswered } from './ask';
import type { Call } from './call';
import { ServerProcess, type Program } from './server-process';
import { paths } from '../paths';

/** The built api, or the api with generated tools. */
export function apiProgram(
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Program {
  const file = env['BENCH_TOOLS'] === undefined ? paths.api : paths.host;
  return { file, env: { ...API_ENVIRONMENT, MCP_SESSIONS: 'off', ...env }, nodeOptions };
}

/**
 * Starts a server and waits until it answers `call` with 200.
 *
 * @throws {Error} it does not; the message has what it wrote
 */
export async function startAnswering(program: Program, call: Call): Promise<ServerProcess> {
  const server = await ServerProcess.start(program);
  try {
    const answer = await askUntilAnswered(server.url, call, server.hasEnded);
    expectResult(answer.status, answer.text);
    return server;
  } catch (error) {
    await server.stop();
    throw new Error(`${program.file} did not answer:\n${server.lastOutput}`, { cause: error });
  }
}

/** Asks once; @returns the text of the answer, whose length is what it has in bytes. */
export async function answerTo(server: ServerProcess, call: Call): Promise<string> {
  const { status, text } = await ask(server.url, call);
  expectResult(status, text);
  return text;
}

function expectResult(status: number, text: string): void {
  if (status === 200 && text.includes('"result":{') && !text.includes('"isError":true')) return;
  throw new Error(`Answered ${status}: ${text.slice(0, 500)}`);
}
