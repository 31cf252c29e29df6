import { createHmac, timingSafeEqual } from 'node:crypto';

/** Characters before the key. */
const PREFIX = 'whsec_';
/** Seconds for which a message may be on its way, and by which clocks may differ. */
export const TOLERANCE_S = 5 * 60;
/** Signatures of one message, of several keys while one is replaced. */
const MAX_SIGNATURES = 5;

/** The headers of a signed message. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs and checks messages by a secret that both sides have.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class WebhookSignature {
  private readonly key: Buffer;

  /** @param secret `whsec_` and the key in base64 */
  constructor(secret: string) {
    this.key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  }

  /**
   * @param id the same however often the message is sent
   * @param now milliseconds since 1970
   */
  headers(id: string, body: string, now: number): WebhookHeaders {
    const timestamp = String(Math.floor(now / 1_000));
    return {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${this.digest(id, timestamp, body).toString('base64')}`,
    };
  }

  /**
   * Whether the message is of one who has the secret, and was signed just now.
   *
   * @param now milliseconds since 1970
   */
  isGood(headers: Readonly<Record<string, unknown>>, body: string | Buffer, now: number): boolean {
    const id = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const signatures = headers['webhook-signature'];
    if (typeof id !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(id)) return false;
    if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
    if (typeof signatures !== 'string') return false;
    if (Math.abs(now / 1_000 - Number(timestamp)) > TOLERANCE_S) return false;
    const expected = this.digest(id, timestamp, body);
    return signatures
      .split(' ', MAX_SIGNATURES)
      .filter((signature) => signature.startsWith('v1,'))
      .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
      .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  }

  private digest(id: string, timestamp: string, body: string | Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${id}.${timestamp}.`).update(body).digest();
  }
}
