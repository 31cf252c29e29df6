import { limited } from '../abortable';
import { DeployError, type DeployErrorCode } from '../deploy.error';
import { runProgram } from './run-program';

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

interface CliOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends each program early. */
  readonly signal?: AbortSignal;
}

const MAX_SHOWN_LINES = 12;
/** A question takes no longer. */
const TIMEOUT_MS = 2 * 60_000;
/** Of a program that waits until what it has begun is done, such as a roll-out. */
export const LONG_RUN_MS = 45 * 60_000;

/** What the programs say of a platform that is busy, or of a connection that broke. */
const PASSING =
  /throttl|rate exceeded|too ?many ?requests|service ?unavailable|internal ?server ?error|bad gateway|gateway time-?out|\b(429|50[0234])\b|connection (aborted|reset|refused|broken)|could not connect|timed out|temporar(y|ily)/i;

/** A platform's own program on PATH, run without a shell, so that no argument is interpreted. */
export class Cli {
  constructor(
    readonly kind: CliKind,
    /** @param shared arguments of every run, such as the project */
    private readonly shared: readonly string[] = [],
    private readonly options: CliOptions = {},
  ) {}

  /** The same program, whose runs end when the signal is aborted. */
  within(signal: AbortSignal): Cli {
    return new Cli(this.kind, this.shared, { ...this.options, signal });
  }

  /** The whole command as a person would type it, for a dry run. */
  line(args: readonly string[]): string {
    return [this.kind.program, ...args, ...this.shared].map(quoted).join(' ');
  }

  /**
   * @returns what it printed to stdout
   * @param timeoutMs milliseconds
   * @throws {DeployError} when it is missing, fails or takes too long, with the end of its output
   *   as details; the reason of the signal
   */
  async run(args: readonly string[], timeoutMs = TIMEOUT_MS): Promise<string> {
    const { program } = this.kind;
    const { signal } = this.options;
    let result;
    try {
      result = await runProgram(program, [...args, ...this.shared], {
        env: process.env,
        ...this.options,
        signal: limited(timeoutMs, signal),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.unfinished(args, timeoutMs, error as Error);
    }
    const { code, stdout, stderr } = result;
    if (code !== 0) throw this.failure(args, code, stderr.trim() === '' ? stdout : stderr);
    return stdout;
  }

  /** What it printed as JSON. */
  async json<T>(args: readonly string[]): Promise<T> {
    const text = await this.run(args);
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
    const transient = known === undefined && PASSING.test(output);
    return new DeployError(known?.code ?? 'FAILED', message, lines, { transient });
  }

  private unfinished(args: readonly string[], timeoutMs: number, error: Error): DeployError {
    const { program, install } = this.kind;
    if (error.name === 'TimeoutError') {
      const text = `${this.name(args)} took longer than ${timeoutMs / 60_000} minutes.`;
      return new DeployError('FAILED', text, [], { cause: error, transient: true });
    }
    const text = `${program} cannot be started: ${error.message}. Put it on PATH: ${install}`;
    return new DeployError('USAGE', text, [], { cause: error });
  }

  /** Without values, of which some may be long. */
  private name(args: readonly string[]): string {
    const end = args.findIndex((arg) => arg.startsWith('-'));
    return [this.kind.program, ...args.slice(0, end === -1 ? undefined : end)].join(' ');
  }
}

const quoted = (arg: string) =>
  /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
