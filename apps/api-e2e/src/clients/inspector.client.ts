import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcess } from '../process/child-process';
import { programFile } from '../process/program-file';
import type { Arguments, Caller, Era, ToolAnswer } from './client.interface';
import { firstText, toAnswer } from './result-text';
import type { StdioCommand } from './stdio-command';

const PROGRAM = programFile('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js');

/** It keeps a catalog of servers in the home folder, which is not a test's to write in. */
const HOME = join(tmpdir(), 'mcp-inspector-e2e');

/** The Inspector's command line: a process for each request. */
export class InspectorClient implements Caller {
  static overHttp(url: URL, era: Era): InspectorClient {
    return new InspectorClient([
      '--server-url',
      url.href,
      '--transport',
      'http',
      '--protocol-era',
      era,
    ]);
  }

  static overStdio({ command, args, env }: StdioCommand, era: Era): InspectorClient {
    const settings = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    return new InspectorClient([command, ...args, '--protocol-era', era, ...settings]);
  }

  private constructor(private readonly target: readonly string[]) {
    mkdirSync(HOME, { recursive: true });
  }

  async toolNames(): Promise<string[]> {
    const { tools } = await this.request('--method', 'tools/list');
    return (tools as { name: string }[]).map(({ name }) => name);
  }

  /** @param flags of its command line */
  async callTool(
    name: string,
    args: Arguments = {},
    flags: readonly string[] = [],
  ): Promise<ToolAnswer> {
    const pairs = Object.entries(args).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const options = pairs.length > 0 ? ['--tool-arg', ...pairs] : [];
    return toAnswer(
      await this.request('--method', 'tools/call', '--tool-name', name, ...flags, ...options),
    );
  }

  async readResource(uri: string): Promise<string> {
    return firstText(await this.request('--method', 'resources/read', '--uri', uri));
  }

  async getPrompt(name: string, args: Record<string, string>): Promise<string> {
    const pairs = Object.entries(args).map(([key, value]) => `${key}=${value}`);
    const options = pairs.length > 0 ? ['--prompt-args', ...pairs] : [];
    return firstText(
      await this.request('--method', 'prompts/get', '--prompt-name', name, ...options),
    );
  }

  private async request(...args: string[]): Promise<Record<string, unknown>> {
    const options = [PROGRAM, '--cli', '--format', 'json', '--quiet', ...this.target, ...args];
    const program = new ChildProcess(process.execPath, options, {
      env: { PATH: process.env['PATH'], HOME, NO_COLOR: '1' },
    });
    const exit = await program.exited;
    const line = program.output.split('\n').find((text) => text.startsWith('{"result":'));
    if (line === undefined)
      throw new Error(`The Inspector ended with ${exit.code}:\n${program.output}`);
    return (JSON.parse(line) as { result: Record<string, unknown> }).result;
  }
}
