import { Injectable, Optional } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { ClientEntity } from '../storage/entities/client.entity';
import { ClientRevocations } from '../verification/client-revocations';
import { ClientError } from './client.error';
import { isUuid } from './cursor';

/** SQLSTATE. */
const UNIQUE_VIOLATION = '23505';

/** Finds and changes what is stored of clients. */
@Injectable()
export class ClientRecords {
  /** @param revocations absent where this process serves nobody */
  constructor(
    private readonly dataSource: DataSource,
    @Optional() private readonly revocations?: ClientRevocations,
  ) {}

  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /** @throws {ClientError} there is none with this id */
  async find(id: string, manager = this.manager): Promise<ClientEntity> {
    return known(
      isUuid(id) ? await manager.findOneBy(ClientEntity, { id, deletedAt: IsNull() }) : null,
    );
  }

  /** @throws {ClientError} there is none with this id or name */
  async findNamed(idOrName: string): Promise<ClientEntity> {
    const key = isUuid(idOrName) ? { id: idOrName } : { name: idOrName };
    return known(await this.manager.findOneBy(ClientEntity, { ...key, deletedAt: IsNull() }));
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
      if (!isUuid(id)) throw ClientError.unknown('client');
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
      const result = await this.manager.transaction(work);
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
