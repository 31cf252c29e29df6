import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { RulesFault } from './rules-fault';

export type Path = readonly PropertyKey[];

/** A YAML 1.2 text that knows where each of its values stands. */
export class YamlSource {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
  }

  syntaxFaults(): RulesFault[] {
    return this.document.errors.map(({ message, pos }) => ({
      ...this.at(pos[0]),
      path: '',
      message,
      code: 'SYNTAX',
    }));
  }

  /** @throws {ReferenceError} where aliases multiply without end */
  value(): unknown {
    return this.document.toJS({ maxAliasCount: 100 });
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
