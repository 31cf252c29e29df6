import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { wireServer } from './wire-server';

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  /** The texts of the files that arguments name. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ToolAnswer {
  readonly stdout?: unknown;
  readonly stderr?: string;
  readonly code?: number;
}

/** Hands its arguments to the test, and does what the test says. */
const script = (url: string, program: string) => `#!${process.execPath}
const { existsSync, readFileSync } = require('node:fs');
const { request } = require('node:http');
const args = process.argv.slice(2);
const paths = args.map((arg) => arg.replace(/^(@|file:\\/\\/)/, ''));
const files = paths.filter((path) => path.startsWith('/') && existsSync(path));
const { DATABASE_URL = '' } = process.env;
const body = JSON.stringify({
  program: ${JSON.stringify(program)},
  args,
  files: files.map((path) => readFileSync(path, 'latin1')),
  env: { DATABASE_URL },
});
const show = ({ stdout = '', stderr = '', code = 0 }) => {
  process.stdout.write(typeof stdout === 'string' ? stdout : JSON.stringify(stdout));
  process.stderr.write(stderr);
  process.exitCode = code;
};
request(${JSON.stringify(url)}, { method: 'POST' }, (answer) => {
  const parts = [];
  answer.on('data', (part) => parts.push(part));
  answer.on('end', () => show(JSON.parse(Buffer.concat(parts).toString())));
}).end(body);
`;

/** Programs on PATH whose answers a test gives. */
export class FakeTools {
  readonly calls: ToolCall[] = [];
  private readonly path = process.env['PATH'];

  private constructor(
    private readonly folder: string,
    private readonly stopServer: () => Promise<void>,
  ) {}

  /** @param answer what a program does; an error in it fails the program */
  static async start(
    programs: readonly string[],
    answer: (call: ToolCall) => ToolAnswer,
  ): Promise<FakeTools> {
    const folder = mkdtempSync(join(tmpdir(), 'fake-tools-'));
    const server = await wireServer(({ body }) => {
      const call = body as ToolCall;
      tools.calls.push(call);
      try {
        return { status: 200, body: answer(call) };
      } catch (error) {
        return { status: 200, body: { stderr: String(error), code: 99 } };
      }
    });
    const tools = new FakeTools(folder, server.stop);
    for (const program of programs) {
      const file = join(folder, program);
      writeFileSync(file, script(server.url, program));
      chmodSync(file, 0o755);
    }
    process.env['PATH'] = `${folder}${delimiter}${tools.path}`;
    return tools;
  }

  /** The calls as lines, without what every call has. */
  lines(): string[] {
    return this.calls.map(({ program, args }) => [program, ...args].join(' '));
  }

  async stop(): Promise<void> {
    process.env['PATH'] = this.path;
    rmSync(this.folder, { recursive: true });
    await this.stopServer();
  }
}
