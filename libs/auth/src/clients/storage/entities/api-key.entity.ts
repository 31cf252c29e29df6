import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ClientEntity } from './client.entity';

const TIME = { type: 'timestamptz', precision: 3 } as const;

/** A key that a client calls with, in place of a token. */
@Entity('auth_api_key')
@Index('auth_api_key_client', ['clientId', 'createdAt', 'id'])
export class ApiKeyEntity {
  /** The public part of the key. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'auth_api_key_pkey' })
  id!: string;

  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @ManyToOne(() => ClientEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'client_id', foreignKeyConstraintName: 'auth_api_key_client_id_fkey' })
  client!: ClientEntity;

  @Column('text')
  name!: string;

  /** Within those of the client. */
  @Column('text', { array: true })
  scopes!: string[];

  @Column('text')
  hash!: string;

  @Column({ ...TIME, name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column({ ...TIME, name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column({ ...TIME, name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  /** To the minute. */
  @Column({ ...TIME, name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
