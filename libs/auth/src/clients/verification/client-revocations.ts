import { Clock } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../../authentication/caller';
import { Revocations } from '../../authentication/revocations';
import { UnverifiableError } from '../../authentication/unverifiable.error';
import { OwnIssuer } from '../../tokens/own-issuer';
import { ClientStore } from '../storage/client-store';
import { endOf } from '../storage/stored-client';

/**
 * Which clients and keys may not call any more, though what they hold is good by itself. While the
 * database is away it goes on with what it knows.
 *
 * A client that it does not know is let in: nobody but this server makes its tokens, and it makes
 * them for stored clients alone. To want to know each would refuse, for seconds, the token that
 * another replica has just issued to a new client.
 */
@Injectable()
export abstract class ClientRevocations extends Revocations {
  private readonly logger = new Logger('Clients');
  /** When clients end, by id; in milliseconds since 1970. Undefined before it was ever read. */
  private ends?: ReadonlyMap<string, number>;
  /** Keys that were revoked of late: a request looks its key up, but a stream does not. */
  private revokedKeys: ReadonlySet<string> = new Set();
  private known = '';
  private reading: Promise<void> = Promise.resolve();
  private isAway = false;
  protected inFlight?: Promise<void>;

  constructor(
    private readonly store: ClientStore,
    private readonly issuer: OwnIssuer,
    protected readonly clock: Clock,
  ) {
    super();
  }

  /** The number of the last change that is known; see `ClientStore`. */
  get revision(): string {
    return this.known;
  }

  /** Whether it was ever read. */
  protected get isKnown(): boolean {
    return this.ends !== undefined;
  }

  /** What to wait for before trusting what is known; undefined when that is new enough. */
  abstract whenFresh(): Promise<void> | undefined;

  override whenKnown(caller: Caller): Promise<void> | undefined {
    return this.isOurs(caller) ? this.whenFresh() : undefined;
  }

  /** @throws {UnverifiableError} nobody knows, since the database was away ever since the start */
  isRevoked(caller: Caller): boolean {
    if (!this.isOurs(caller)) return false;
    if (this.ends === undefined) throw new UnverifiableError();
    const end = this.ends.get(caller.clientId);
    if (end !== undefined && end <= this.clock.now()) return true;
    return this.revokedKeys.size > 0 && this.revokedKeys.has(keyOf(caller));
  }

  /**
   * Reads what has changed, one after the other: an older answer must not come after a newer one.
   *
   * @throws what the database says
   */
  refresh(): Promise<void> {
    const read = this.reading.then(() => this.read());
    this.reading = read.catch(() => undefined);
    return read;
  }

  /** One at a time: a database that hangs is not asked more and more. Never rejects. */
  protected poll(): Promise<void> {
    this.inFlight ??= this.refresh()
      .then(
        () => this.note(false),
        () => this.note(true),
      )
      .finally(() => (this.inFlight = undefined));
    return this.inFlight;
  }

  private async read(): Promise<void> {
    const revision = await this.store.revision();
    if (revision === this.known) return;
    const [clients, keys] = await Promise.all([this.store.ending(), this.store.revokedKeys()]);
    this.revokedKeys = new Set(keys);
    this.ends = new Map(clients.map((client) => [client.id, endOf(client)]));
    this.known = revision;
  }

  /** The clients of an outside provider are its own matter. */
  private isOurs({ extra }: Caller): boolean {
    return extra?.['issuer'] === this.issuer.issuer;
  }

  private note(isAway: boolean): void {
    if (isAway && !this.isAway) {
      this.logger.warn(
        'The database is unreachable: clients that are disabled now are not noticed yet.',
      );
    }
    if (!isAway && this.isAway) this.logger.log('Changes of clients are noticed again.');
    this.isAway = isAway;
  }
}

/** The id of the API key that a caller came with; empty for one with a token. */
function keyOf({ extra }: Caller): string {
  const { api_key: key = '' } = (extra?.['claims'] ?? {}) as { readonly api_key?: string };
  return key;
}
