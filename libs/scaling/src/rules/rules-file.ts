import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, messageOf } from '@repo/foundation';
import { parseRules } from './parse-rules';
import type { Rules } from './rules';
import type { RulesFault } from './rules-fault';

export interface RulesFileListener {
  /** New rules are in force. */
  applied?(rules: Rules): void;
  /** The file has faults. Where rules were in force, they still are. */
  refused?(faults: readonly RulesFault[]): void;
}

/**
 * The rules file and the last good rules of it. A file with a fault changes nothing: the rules
 * before it stay in force, and the faults are kept until it is mended.
 */
export class RulesFile {
  private good: Rules | undefined;
  private goodText: string | undefined;
  private text: string | undefined;
  private found: readonly RulesFault[] = [];
  private reading: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    private readonly clock: Clock,
    private readonly listener: RulesFileListener = {},
  ) {}

  /** The rules in force: the last good ones; none before there were any. */
  get rules(): Rules | undefined {
    return this.good;
  }

  /** SHA-256 of the text of the rules in force, in hex; none before there were any. */
  get hash(): string | undefined {
    if (this.goodText === undefined) return undefined;
    return createHash('sha256').update(this.goodText).digest('hex');
  }

  /** What is wrong with the file as it was last read; where its rules are in force, what has ended. */
  get faults(): readonly RulesFault[] {
    return this.found;
  }

  /** Reads the file, one reading at a time. Cheap where it did not change: call it on every tick. */
  reload(): Promise<void> {
    this.reading = this.reading.then(() => this.read());
    return this.reading;
  }

  /**
   * Reloads when the file changes, until the returned function is called. Watches the folder, as
   * editors and Kubernetes' ConfigMaps replace the file. A change that is missed, as on network
   * disks, is found by the next `reload()`.
   */
  watch(): () => void {
    const watcher = watch(dirname(this.path), { persistent: false }, () => void this.reload());
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  }

  private async read(): Promise<void> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      this.text = undefined;
      return this.refuse([unreadable(error)]);
    }
    // What was said about a text is not said again; an override that ended since is no news.
    if (text === this.text) return;
    this.text = text;

    const { rules, faults } = parseRules(text, { now: this.clock.now() });
    if (rules === undefined) return this.refuse(faults);
    this.found = faults;
    this.good = rules;
    this.goodText = text;
    this.listener.applied?.(rules);
  }

  private refuse(faults: readonly RulesFault[]): void {
    const isNews = JSON.stringify(faults) !== JSON.stringify(this.found);
    this.found = faults;
    if (isNews) this.listener.refused?.(faults);
  }
}

function unreadable(error: unknown): RulesFault {
  const reason = messageOf(error);
  const message = `the file cannot be read (${reason}); SCALING_CONFIG names it`;
  return { line: 1, column: 1, path: '', message, code: 'UNREADABLE' };
}
