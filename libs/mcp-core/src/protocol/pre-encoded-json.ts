/**
 * JSON that many responses contain, kept as bytes. A string would be copied and encoded again for
 * each response, which costs more than all the rest of it.
 */
export class PreEncodedJson {
  readonly bytes: Buffer;

  constructor(json: string) {
    this.bytes = Buffer.from(json);
  }

  toString(): string {
    return this.bytes.toString();
  }
}

/** Pre-encoded JSON in the frame of one response. Transports can send the pieces without copying them. */
export class PreEncodedFrame {
  constructor(
    readonly head: string,
    readonly kept: PreEncodedJson,
    readonly tail: string,
  ) {}

  get byteLength(): number {
    const { head, kept, tail } = this;
    return Buffer.byteLength(head) + kept.bytes.length + Buffer.byteLength(tail);
  }

  /** The whole message, for transports of text. */
  toString(): string {
    return `${this.head}${this.kept.toString()}${this.tail}`;
  }
}
