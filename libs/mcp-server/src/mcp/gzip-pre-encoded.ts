import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';
import type { PreEncodedFrame, PreEncodedJson } from '@repo/mcp-core';

/** RFC 1952, section 2.3: deflate, with no name and no time, of no certain system. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** RFC 1951, section 3.2.6: a last block with nothing in it. */
const LAST_BLOCK = Buffer.from([3, 0]);
/** Bytes of the longest block that is not compressed. */
const MAX_STORED = 0xffff;

const deflate = promisify<Buffer, object, Buffer>(deflateRaw);
const deflated = new WeakMap<PreEncodedJson, Promise<Buffer>>();

/**
 * Compresses a message of which most is kept: that part only for the first who asks for it, on
 * another thread. What comes out is one gzip member, since many clients read no second one.
 */
export async function gzipPreEncoded(frame: PreEncodedFrame): Promise<Buffer> {
  const { kept, byteLength } = frame;
  const [head, tail] = [Buffer.from(frame.head), Buffer.from(frame.tail)];
  const body = await deflatedOnce(kept);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(tail, crc32(kept.bytes, crc32(head))), 0);
  trailer.writeUInt32LE(byteLength, 4);
  return Buffer.concat([HEADER, ...stored(head), body, ...stored(tail), LAST_BLOCK, trailer]);
}

function deflatedOnce(kept: PreEncodedJson): Promise<Buffer> {
  const found = deflated.get(kept);
  if (found !== undefined) return found;
  // A flush ends at a whole byte, and not with a last block: others can stand before and after.
  const made = deflate(kept.bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  deflated.set(kept, made);
  // Memory that was short then need not be later.
  made.catch(() => deflated.delete(kept));
  return made;
}

/** As blocks that are not compressed: RFC 1951, section 3.2.4. */
function* stored(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += MAX_STORED) {
    const content = bytes.subarray(start, start + MAX_STORED);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(content.length, 1);
    head.writeUInt16LE(MAX_STORED - content.length, 3);
    yield head;
    yield content;
  }
}
