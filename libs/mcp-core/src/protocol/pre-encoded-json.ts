/**
 * JSON that many answers have in them: kept as the bytes that go out. A long string would be copied
 * and encoded again for each of them, which costs more than all the rest of the answer.
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

/** Kept JSON in the frame of one answer. The bytes stay where they are, for transports that can send pieces. */
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
