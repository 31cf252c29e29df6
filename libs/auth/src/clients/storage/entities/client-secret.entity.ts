import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ClientEntity } from './client.entity';

const TIME = { type: 'timestamptz', precision: 3 } as const;

/** A secret of a client: two of them while one takes over from the other. */
@Entity('auth_client_secret')
@Index('auth_client_secret_client', ['clientId'])
export class ClientSecretEntity {
  /** The public part of the secret. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'auth_client_secret_pkey' })
  id!: string;

  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  @ManyToOne(() => ClientEntity, { onDelete: 'CASCADE' })
  @JoinColumn({
    name: 'client_id',
    foreignKeyConstraintName: 'auth_client_secret_client_id_fkey',
  })
  client!: ClientEntity;

  @Column('text')
  hash!: string;

  @Column({ ...TIME, name: 'created_at' })
  createdAt!: Date;

  @Column({ ...TIME, name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
