import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { MAX_FAULTS, type RulesFault } from './rules-fault';

/** As many as a file of hundreds of targets needs. */
const MAX_ALIASES = 500;

export type Path = readonly PropertyKey[];

/** A YAML 1.2 text that knows where each of its values stands. */
export class YamlSource {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string) {
    // The library compares each key with every other of its mapping: `repeatedKeys` looks once.
    const options = { lineCounter: this.lines, prettyErrors: false, uniqueKeys: false };
    this.document = parseDocument(text, options);
  }

  syntaxFaults(): RulesFault[] {
    const errors = this.document.errors.slice(0, MAX_FAULTS);
    if (errors.length === 0) return [...this.excessAliases(), ...this.repeatedKeys()];
    return errors.map(({ message, pos }) => this.syntaxFault(pos[0], message));
  }

  /** What the text means. An alias is the same object as its anchor, so it may be one in many places. */
  value(): unknown {
    return this.document.toJS({ maxAliasCount: -1 });
  }

  /** A fault at the value of `path`, or at the nearest one around it that is there. */
  fault(path: Path, message: string, code: RulesFault['code'] = 'RULE'): RulesFault {
    return { ...this.at(this.offsetOf(path)), path: pathText(path), message, code };
  }

  /** A fault at the key that ends `path`. */
  keyFault(path: Path, message: string): RulesFault {
    const parent: unknown = this.document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === path.at(-1))
      : undefined;
    const offset = isPair(pair) && isNode(pair.key) ? pair.key.range?.[0] : undefined;
    return {
      ...this.at(offset ?? this.offsetOf(path)),
      path: pathText(path),
      message,
      code: 'SHAPE',
    };
  }

  /** Each is looked for in what stands before it. */
  private excessAliases(): RulesFault[] {
    const faults: RulesFault[] = [];
    let count = 0;
    visit(this.document, {
      Alias: (_key, { range }) => {
        count += 1;
        if (count <= MAX_ALIASES) return undefined;
        const message = `more than ${MAX_ALIASES} aliases: what all targets have stands once, for all`;
        faults.push(this.syntaxFault(range?.[0] ?? 0, message));
        return visit.BREAK;
      },
    });
    return faults;
  }

  private repeatedKeys(): RulesFault[] {
    const faults: RulesFault[] = [];
    visit(this.document, {
      Map: (_key, map) => {
        faults.push(...this.repeatedIn(map));
        return faults.length < MAX_FAULTS ? undefined : visit.BREAK;
      },
    });
    return faults.slice(0, MAX_FAULTS);
  }

  private repeatedIn({ items }: YAMLMap): RulesFault[] {
    const seen = new Set<unknown>();
    const faults: RulesFault[] = [];
    for (const { key } of items) {
      if (!isScalar(key)) continue;
      if (seen.has(key.value) && faults.length < MAX_FAULTS) {
        faults.push(this.syntaxFault(key.range?.[0] ?? 0, 'Map keys must be unique'));
      }
      seen.add(key.value);
    }
    return faults;
  }

  private syntaxFault(offset: number, message: string): RulesFault {
    return { ...this.at(offset), path: '', message, code: 'SYNTAX' };
  }

  private offsetOf(path: Path): number {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node: unknown = this.document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return this.document.contents?.range[0] ?? 0;
  }

  private at(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** `targets[1].on_hours` */
function pathText(path: Path): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step)}`,
    )
    .join('');
}
