import { execFileSync } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { constants, setPriority } from 'node:os';
import { Attacker } from './attacker';
import { ATTACKS } from './attacks';

/**
 * Milliseconds around which an attacker waits after each round: what it is refused costs it nothing, and
 * without end it would measure how fast this program can ask.
 */
const BREATH_MS = 1_000;

interface Orders {
  readonly url: string;
  /** Good tokens, one for each address. */
  readonly tokens: readonly string[];
}

/** How each attack was answered: name → outcome → how often. */
export type Tally = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Attacks from as many addresses as there are tokens, 127.0.1.1 and on, until it is told to stop; a
 * process of its own, so that the good clients measure the server and not this.
 */
process.once('message', ({ url, tokens }: Orders) => {
  runBehindOthers();
  const over = new AbortController();
  // Each request and pause of each attacker listens.
  setMaxListeners(0, over.signal);
  const attackers = tokens.flatMap((token, index) =>
    ATTACKS.map((attack) => {
      const attacker = new Attacker(new URL(url), `127.0.1.${index + 1}`, over.signal);
      for (let one = 0; one < attack.atOnce; one++) {
        void (async () => {
          await attacker.pause(5_000);
          while (!attacker.isOver) {
            await attack.round(attacker, token);
            await attacker.pause(BREATH_MS);
          }
        })();
      }
      return { name: attack.name, attacker };
    }),
  );
  process.once('message', () => {
    over.abort();
    const tally: Record<string, Record<string, number>> = {};
    for (const { name, attacker } of attackers) {
      const counts = (tally[name] ??= {});
      for (const [outcome, count] of attacker.outcomes)
        counts[outcome] = (counts[outcome] ?? 0) + count;
    }
    process.send?.(tally, () => process.exit(0));
  });
});
process.once('disconnect', () => process.exit(0));

/**
 * Attackers have machines of their own: what these do must not take the CPU from the server and its
 * clients that only its work for them may take. By nice alone a waking server waits for their slice.
 */
function runBehindOthers(): void {
  if (process.platform !== 'linux') return setPriority(constants.priority.PRIORITY_LOW);
  execFileSync('chrt', ['--all-tasks', '--idle', '--pid', '0', String(process.pid)]);
}
