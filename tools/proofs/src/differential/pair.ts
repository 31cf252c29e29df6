import { Conversation } from './conversation';
import { Exchange, type Setting } from './exchange';
import { engineSubject } from './subjects/engine.subject';
import { sdkSubject } from './subjects/sdk.subject';
import type { Subject } from './subjects/subject';
import type { Case, WireRequest } from './wire-request';

/** Both sides, spoken to in step. */
export class Pair {
  private constructor(
    private readonly setting: Setting,
    private readonly subjects: readonly Subject[],
    private readonly ours: Conversation,
    private readonly theirs: Conversation,
  ) {}

  static async open(setting: Setting): Promise<Pair> {
    const hasSessions = setting !== 'stateless';
    const engine = await engineSubject(hasSessions ? {} : { MCP_SESSIONS: 'off' });
    const sdk = sdkSubject(hasSessions ? 'sessions' : 'stateless');
    const ours = new Conversation(engine);
    const theirs = new Conversation(sdk);
    if (hasSessions) await Promise.all([ours.open(), theirs.open()]);
    return new Pair(setting, [engine, sdk], ours, theirs);
  }

  async ask(request: Case | WireRequest): Promise<Exchange> {
    const [ours, theirs] = await Promise.all([
      this.ours.answer(request),
      this.theirs.answer(request),
    ]);
    return new Exchange(this.setting, request, ours, theirs);
  }

  async close(): Promise<void> {
    await Promise.all(this.subjects.map((subject) => subject.close()));
  }
}
