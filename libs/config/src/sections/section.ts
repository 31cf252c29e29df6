import { inspect, type InspectOptions } from 'node:util';

/**
 * One section of the configuration, injectable by its class. A secret is kept in a `#private` field
 * behind a getter, out of reach of spreading, `Object.entries`, structured cloning and inspection;
 * `toJSON` shows it masked. So a section may be logged or serialized whole.
 */
export abstract class Section {
  /** The section without its secrets. A section that has secrets adds them masked. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this));
  }

  toString(): string {
    return `${this.constructor.name} ${JSON.stringify(this)}`;
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `${this.constructor.name} ${inspect(this.toJSON(), options)}`;
  }
}
