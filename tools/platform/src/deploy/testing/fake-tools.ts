import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

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

/**
 * Hands its arguments to the test, and does what the test says. Texts end with NUL, their number
 * goes first. In the shell's own words, since a deploy makes dozens of calls, and each would wait
 * for the start of a Node. `LC_ALL=C` lets it read bytes instead of characters.
 */
const script = (port: number, program: string) => `#!/usr/bin/env bash
LC_ALL=C
fail() { echo 'The test that fakes ${program} is over.' >&2; exit 98; }
exec 3<>/dev/tcp/127.0.0.1/${port} || fail
printf '%s\\0' "$(($# + 2))" ${program} "$DATABASE_URL" "$@" >&3
IFS= read -r -d '' code <&3 || fail
IFS= read -r -d '' stdout <&3 || fail
IFS= read -r -d '' stderr <&3 || fail
printf '%s' "$stdout"
printf '%s' "$stderr" >&2
exit "$code"
`;

/** Programs on PATH whose answers a test gives. */
export class FakeTools {
  readonly calls: ToolCall[] = [];
  private readonly path = process.env['PATH'];

  private constructor(
    private readonly folder: string,
    private readonly server: Server,
  ) {}

  /** @param answer what a program does; an error in it fails the program */
  static async start(
    programs: readonly string[],
    answer: (call: ToolCall) => ToolAnswer,
  ): Promise<FakeTools> {
    const folder = mkdtempSync(join(tmpdir(), 'fake-tools-'));
    const server = createServer((socket) => {
      onTexts(socket, ([program = '', databaseUrl = '', ...args]) => {
        const answered = answerOf(() => {
          const call = { program, args, files: filesOf(args), env: { DATABASE_URL: databaseUrl } };
          tools.calls.push(call);
          return answer(call);
        });
        socket.end(encode(answered));
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const tools = new FakeTools(folder, server);
    const { port } = server.address() as AddressInfo;
    for (const program of programs) {
      const file = join(folder, program);
      writeFileSync(file, script(port, program));
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
    this.server.close();
    await once(this.server, 'close');
  }
}

/** Takes the texts of one program, once all are there; of one that is stopped before, none. */
function onTexts(socket: Socket, take: (texts: readonly string[]) => void): void {
  let received = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    received += part;
    // Each text ends so, the last one too; between two parts of one there is nothing to count.
    if (!part.endsWith('\0')) return;
    const [count, ...texts] = received.slice(0, -1).split('\0');
    if (texts.length === Number(count)) take(texts);
  });
  // The connection of a program that is stopped in the middle breaks.
  socket.on('error', () => undefined);
}

function filesOf(args: readonly string[]): string[] {
  const paths = args.map((arg) => arg.replace(/^(@|file:\/\/)/, ''));
  const files = paths.filter((path) => isAbsolute(path) && isFile(path));
  return files.map((path) => readFileSync(path, 'latin1'));
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function answerOf(answer: () => ToolAnswer): ToolAnswer {
  try {
    return answer();
  } catch (error) {
    return { stderr: String(error), code: 99 };
  }
}

function encode({ stdout = '', stderr = '', code = 0 }: ToolAnswer): string {
  const text = typeof stdout === 'string' ? stdout : JSON.stringify(stdout);
  return [code, text, stderr].map((part) => `${part}\0`).join('');
}
