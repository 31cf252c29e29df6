import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ChildProcess, type Exit } from '../process/child-process';
import { programFile } from '../process/program-file';
import type { Check, SuiteResults } from './verdict';

const HOOK = pathToFileURL(join(__dirname, 'glob-sync.hook.mjs')).href;
const PROGRAM = programFile('@modelcontextprotocol/conformance', 'dist/index.js');

/** A revision takes seconds; a scenario that waits for ever must not hold up CI. */
const LIMIT_MS = 3 * 60_000;

/** Revisions whose requirements the suite has frozen; of others all scenarios are required. */
const FROZEN = ['2025-11-25', '2026-07-28'];

/** An authorization server, and a client that it knows. */
export interface AuthorizationSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Of the endpoint that the token is to be for. */
  readonly resource: string;
  /** Where the suite listens, at `/callback`. */
  readonly port: number;
}

/** The official suite, as a program. */
export class ConformanceSuite {
  /** @param folder where results go, a folder for each scenario */
  constructor(private readonly folder: string) {}

  /**
   * The names of the server scenarios that a revision requires.
   *
   * @throws {Error} when the suite lists none, as for a revision that it does not know
   */
  async required(revision: string): Promise<string[]> {
    const { output } = await this.run('list', ...scenariosOf(revision));
    // Scenario lines follow a heading of their kind, up to the next heading.
    const [, servers = ''] = /^Server scenarios.*\n((?: {2}- .*\n?)+)/m.exec(output) ?? [];
    const names = [...servers.matchAll(/- (\S+)/g)].map(([, name = '']) => name);
    if (names.length === 0) throw new Error(`No server scenarios for ${revision}:\n${output}`);
    return names;
  }

  /**
   * Runs all scenarios of a revision against a server, required or not.
   *
   * @param extensions scenarios of extensions, which the suite's requirements leave out
   */
  async test(
    url: URL,
    revision: string,
    extensions: readonly string[] = [],
  ): Promise<SuiteResults> {
    const folder = join(this.folder, revision);
    const server = ['server', '--url', url.href, '-o', folder];
    const { exit, output } = await this.run(...server, ...scenariosOf(revision));
    for (const scenario of extensions) {
      await this.run(...server, '--spec-version', revision, '--force', '--scenario', scenario);
    }
    // 1 is for failed scenarios too, so that the results decide; without any it is the suite's own.
    if (!existsSync(folder)) throw new Error(`The suite broke off (${exit.code}):\n${output}`);
    return readResults(folder);
  }

  /**
   * Runs all scenarios of a revision against an authorization server.
   *
   * @param signIn goes to the address that the suite prints for a person
   */
  async testAuthorization(
    { issuer, clientId, resource, port }: AuthorizationSettings,
    revision: string,
    signIn: (url: string) => Promise<void>,
  ): Promise<SuiteResults> {
    const folder = join(this.folder, `authorization-${revision}`);
    const server = ['--url', issuer, '--client-id', clientId, '--resource', resource];
    const run = ['--port', String(port), '--spec-version', revision, '-o', folder];
    const program = this.start('authorization', ...server, ...run);
    const [url] = await program.waitForLine(/^http\S+\/authorize\?\S+$/, LIMIT_MS);
    await signIn(url);
    const { exit, output } = await this.ended(program);
    if (!existsSync(folder)) throw new Error(`The suite broke off (${exit.code}):\n${output}`);
    return readResults(folder);
  }

  private run(...args: string[]): Promise<{ exit: Exit; output: string }> {
    return this.ended(this.start(...args));
  }

  private start(...args: string[]): ChildProcess {
    return new ChildProcess(process.execPath, ['--import', HOOK, PROGRAM, ...args], {
      env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    });
  }

  private async ended(program: ChildProcess): Promise<{ exit: Exit; output: string }> {
    const tooLong = setTimeout(() => void program.stop(), LIMIT_MS);
    const exit = await program.exited;
    clearTimeout(tooLong);
    return { exit, output: program.output };
  }
}

function scenariosOf(revision: string): string[] {
  return FROZEN.includes(revision) ? ['--requirements', revision] : ['--spec-version', revision];
}

/** Each scenario leaves `<kind>-<name>-<ISO time>/checks.json`. */
function readResults(folder: string): SuiteResults {
  const results = new Map<string, Check[]>();
  for (const entry of readdirSync(folder)) {
    const [, name] = /^(?:authorization-)?server-(.+)-\d{4}-\d{2}-\d{2}T[\d-]+Z$/.exec(entry) ?? [];
    const file = join(folder, entry, 'checks.json');
    if (name === undefined || !existsSync(file)) continue;
    results.set(name, JSON.parse(readFileSync(file, 'utf8')) as Check[]);
  }
  return results;
}
