import { Tables } from '@repo/database';
import { IsNull } from 'typeorm';
import { Injectable, Optional } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../storage/entities/client.entity';
import { ClientRevocations } from '../verification/client-revocations';
import { ClientError } from './client.error';
import { CLIENT_ID } from '../storage/client-id';

/** SQLSTATE. */
const UNIQUE_VIOLATION = '23505';

/** Finds and changes what is stored of clients. */
@Injectable()
export class ClientRecords {
  /** @param revocations absent where this process serves nobody */
  constructor(
    private readonly tables: Tables,
    @Optional() private readonly revocations?: ClientRevocations,
  ) {}

  /** For reading. */
  async manager(): Promise<EntityManager> {
    return (await this.tables.getRepository(ClientEntity)).manager;
  }

  /** @throws {ClientError} there is none with this id */
  async find(id: string): Promise<ClientEntity> {
    if (!CLIENT_ID.test(id)) throw ClientError.unknown('client');
    const clients = await this.tables.getRepository(ClientEntity);
    return known(await clients.findOneBy({ id, deletedAt: IsNull() }));
  }

  /** @throws {ClientError} there is none with this id or name */
  async findNamed(idOrName: string): Promise<ClientEntity> {
    const key = CLIENT_ID.test(idOrName) ? { id: idOrName } : { name: idOrName };
    const clients = await this.tables.getRepository(ClientEntity);
    return known(await clients.findOneBy({ ...key, deletedAt: IsNull() }));
  }

  /**
   * Changes a client in a transaction, and waits until this process knows of it.
   *
   * @param work gets the client, which nobody else can change meanwhile
   */
  async change<T>(
    id: string,
    work: (client: ClientEntity, manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.write(async (manager) => {
      if (!CLIENT_ID.test(id)) throw ClientError.unknown('client');
      const client = await manager.findOne(ClientEntity, {
        where: { id, deletedAt: IsNull() },
        lock: { mode: 'pessimistic_write' },
      });
      return work(known(client), manager);
    });
  }

  /** @throws {ClientError} the name is taken */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      const result = await this.tables.transaction(work);
      // The change is made. Where it cannot be read now, the next poll will.
      await this.revocations?.refresh().catch(() => undefined);
      return result;
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
      throw ClientError.conflict('Another client has this name. Choose another one.');
    }
  }
}

function known(client: ClientEntity | null): ClientEntity {
  if (client === null) throw ClientError.unknown('client');
  return client;
}
