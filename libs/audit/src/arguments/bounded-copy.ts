import { cutMark, storableText } from '../record/storable-text';
import { isSecretField } from './secret-fields';

/** UTF-16 units of one text. */
export const TEXT_LIMIT = 2_048;
/** UTF-16 units of the whole, about. */
const TOTAL_LIMIT = 8_192;
const NAME_LIMIT = 128;
const DEPTH_LIMIT = 16;

/** Stands for a secret. */
const MASK = '***';

export interface CopyOptions {
  /** Whether fields whose names speak of secrets are masked. */
  readonly hideSecrets: boolean;
}

/**
 * Copies a value that came from JSON so that it can be stored: its size and depth are bounded, its
 * texts are fit for PostgreSQL, and whatever was left out has a mark in its place.
 */
export function boundedCopy(value: unknown, options: CopyOptions): unknown {
  return new Copier(options.hideSecrets).copy(value, 0);
}

class Copier {
  private left = TOTAL_LIMIT;

  constructor(private readonly hideSecrets: boolean) {}

  copy(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value, TEXT_LIMIT);
    this.left -= 8;
    if (typeof value !== 'object' || value === null) return value;
    if (depth === DEPTH_LIMIT) return cutMark(DEPTH_LIMIT, 'levels or deeper');
    if (Array.isArray(value)) return this.array(value, depth);
    return this.object(value as Readonly<Record<string, unknown>>, depth);
  }

  private text(text: string, limit: number): string {
    const kept = storableText(text, Math.min(limit, Math.max(0, this.left)));
    this.left -= kept.length;
    return kept;
  }

  private array(items: readonly unknown[], depth: number): unknown[] {
    const copies: unknown[] = [];
    for (const item of items) {
      if (this.left <= 0) {
        copies.push(cutMark(items.length - copies.length, 'items'));
        break;
      }
      copies.push(this.copy(item, depth + 1));
    }
    return copies;
  }

  private object(object: Readonly<Record<string, unknown>>, depth: number): object {
    const copies: [string, unknown][] = [];
    const names = Object.keys(object);
    for (const name of names) {
      if (this.left <= 0) {
        copies.push([cutMark(names.length - copies.length, 'fields'), null]);
        break;
      }
      const isSecret = this.hideSecrets && isSecretField(name);
      copies.push([
        this.text(name, NAME_LIMIT),
        isSecret ? MASK : this.copy(object[name], depth + 1),
      ]);
    }
    // Defines fields of its own, `__proto__` as well.
    return Object.fromEntries(copies);
  }
}
