import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DeployError, type DeployErrorCode } from '../deploy.error';

/** What is known of a program that talks to a platform. */
export interface CliKind {
  readonly program: string;
  /** Where to get it. */
  readonly install: string;
  /** What its failures mean, by what it writes to stderr; the first that matches counts. */
  readonly failures: readonly {
    readonly pattern: RegExp;
    readonly code: DeployErrorCode;
    readonly nextStep?: string;
  }[];
}

const MAX_SHOWN_LINES = 12;

/** A platform's own program on PATH, run without a shell, so that no argument is interpreted. */
export class Cli {
  constructor(
    readonly kind: CliKind,
    /** @param shared arguments of every run, such as the project */
    private readonly shared: readonly string[] = [],
    private readonly options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ) {}

  /** The whole command as a person would type it, for a dry run. */
  line(args: readonly string[]): string {
    return [this.kind.program, ...args, ...this.shared].map(quoted).join(' ');
  }

  /**
   * @returns what it printed to stdout
   * @throws {DeployError} when it is missing or fails, with the end of its output as details
   */
  async run(args: readonly string[], signal?: AbortSignal): Promise<string> {
    const { program, install } = this.kind;
    const child = spawn(program, [...args, ...this.shared], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: process.env,
      ...this.options,
      ...(signal === undefined ? {} : { signal }),
    });
    const output: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output[0].push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output[1].push(chunk));
    let code: number | null;
    try {
      [code] = (await once(child, 'close')) as [number | null];
    } catch (error) {
      signal?.throwIfAborted();
      const { message } = error as Error;
      const text = `${program} cannot be started: ${message}. Put it on PATH: ${install}`;
      throw new DeployError('USAGE', text, [], { cause: error });
    }
    const [stdout, stderr] = output.map((chunks) => Buffer.concat(chunks).toString('utf8'));
    if (code !== 0) throw this.failure(args, code, stderr!.trim() === '' ? stdout! : stderr!);
    return stdout!;
  }

  /** What it printed as JSON. */
  async json<T>(args: readonly string[], signal?: AbortSignal): Promise<T> {
    const text = await this.run(args, signal);
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      const shown = JSON.stringify(text.slice(0, 200));
      const message = `${this.name(args)} answered with no JSON: ${shown}`;
      throw new DeployError('FAILED', message, [], { cause: error });
    }
  }

  /** What it printed as JSON, or `undefined` where it fails with NOT_FOUND. */
  async find<T>(args: readonly string[]): Promise<T | undefined> {
    try {
      return await this.json<T>(args);
    } catch (error) {
      if (error instanceof DeployError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  private failure(args: readonly string[], code: number | null, output: string): DeployError {
    const known = this.kind.failures.find(({ pattern }) => pattern.test(output));
    const nextStep = known?.nextStep === undefined ? '' : `\n${known.nextStep}`;
    const message = `${this.name(args)} ended with code ${code}.${nextStep}`;
    const lines = output.trim().split('\n').slice(-MAX_SHOWN_LINES);
    return new DeployError(known?.code ?? 'FAILED', message, lines);
  }

  /** Without values, of which some may be long. */
  private name(args: readonly string[]): string {
    const end = args.findIndex((arg) => arg.startsWith('-'));
    return [this.kind.program, ...args.slice(0, end === -1 ? undefined : end)].join(' ');
  }
}

const quoted = (arg: string) =>
  /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
