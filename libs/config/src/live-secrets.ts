import { MASK } from './mask';

/** Characters. Shorter texts stand anywhere by chance. */
const MIN_LENGTH = 8;

/** Secrets, and characters of their spellings, that one generation holds. */
const MAX_SECRETS = 1_000;
const MAX_CHARACTERS = 4_000_000;

/** What stands for a secret in another spelling, so that what is around it still reads. */
const FILL = 'A';

/** A text that means a secret, and what is shown in its place. */
interface Spelling {
  readonly text: string;
  readonly shown: string;
}

/** Spellings, found by their first characters in time that does not grow with their number. */
class Generation {
  readonly secrets = new Set<string>();
  characters = 0;
  private readonly byStart = new Map<string, Spelling[]>();
  /** Of the first four characters of each: most places of a text are passed by with one look at it. */
  private readonly seen = new Uint8Array(65_536);

  add(secret: string): void {
    this.secrets.add(secret);
    for (const spelling of spellingsOf(secret)) {
      const { text } = spelling;
      const start = text.slice(0, MIN_LENGTH);
      const others = this.byStart.get(start) ?? [];
      // Of two that begin alike the longer counts, or its rest would stay.
      const all = [...others, spelling].sort((one, two) => two.text.length - one.text.length);
      this.byStart.set(start, all);
      this.seen[hashAt(text, 0)] = 1;
      this.characters += text.length;
    }
  }

  /** The spelling that stands at this place. */
  at(text: string, index: number, hash: number): Spelling | undefined {
    if (this.seen[hash] === 0) return undefined;
    const candidates = this.byStart.get(text.slice(index, index + MIN_LENGTH));
    return candidates?.find((spelling) => text.startsWith(spelling.text, index));
  }
}

/**
 * The secrets that a process is given while it runs, such as tokens of its callers for other
 * services. Nothing that it tells may show one: not a log line, not a report, not a result. The
 * latest 1,000 to 2,000 are known.
 */
export class LiveSecrets {
  private latest = new Generation();
  private former = new Generation();

  add(secret: string): void {
    if (secret.length < MIN_LENGTH || this.latest.secrets.has(secret)) return;
    const { secrets, characters } = this.latest;
    if (secrets.size >= MAX_SECRETS || characters >= MAX_CHARACTERS) {
      this.former = this.latest;
      this.latest = new Generation();
    }
    this.latest.add(secret);
  }

  /**
   * A text of JSON, such as a log line, without these secrets: as they are, in JSON inside of JSON,
   * in a URL, and in base64 or hexadecimal digits. It stays JSON. Linear in its length.
   */
  mask(json: string): string {
    const { latest, former } = this;
    if (latest.secrets.size === 0) return json;
    let masked = '';
    let from = 0;
    for (let at = 0; at + MIN_LENGTH <= json.length; at += 1) {
      const hash = hashAt(json, at);
      const found = latest.at(json, at, hash) ?? former.at(json, at, hash);
      if (found === undefined || isInEscape(json, at)) continue;
      masked += json.slice(from, at) + found.shown;
      from = at + found.text.length;
      at = from - 1;
    }
    return from === 0 ? json : masked + json.slice(from);
  }
}

/** Those of this process. */
export const liveSecrets = new LiveSecrets();

/** Whether what stands there belongs to an escape of JSON: the n of a line break is no n. */
export function isInEscape(json: string, at: number): boolean {
  let first = at;
  while (json[first - 1] === '\\') first -= 1;
  return (at - first) % 2 === 1;
}

function spellingsOf(secret: string): readonly Spelling[] {
  const once = JSON.stringify(secret).slice(1, -1);
  const plain = [once, JSON.stringify(once).slice(1, -1), encodeURIComponent(secret)];
  const bytes = Buffer.from(secret);
  const encoded = [
    bytes.toString('hex'),
    ...[0, 1, 2].flatMap((offset) => base64At(bytes, offset)),
  ];
  return [
    ...[...new Set(plain)].map((text) => ({ text, shown: MASK })),
    ...[...new Set(encoded)].map((text) => ({ text, shown: FILL.repeat(text.length) })),
  ].filter(({ text }) => text.length >= MIN_LENGTH);
}

/** What base64 makes of bytes that begin at this offset of a group of three, whatever is around them. */
function base64At(bytes: Buffer, offset: number): readonly string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const inner = text.slice(
    Math.ceil((offset * 4) / 3),
    Math.floor(((offset + bytes.length) * 4) / 3),
  );
  return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
}

/** Of four characters, to 16 bits. */
function hashAt(text: string, at: number): number {
  let hash = 0;
  for (let index = at; index < at + 4; index += 1) hash = (hash * 33) ^ text.charCodeAt(index);
  return hash & 0xffff;
}
