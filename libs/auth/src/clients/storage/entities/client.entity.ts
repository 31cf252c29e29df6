import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const TIME = { type: 'timestamptz', precision: 3 } as const;

/** A machine that may call. */
@Entity('auth_client')
@Index('auth_client_name', ['name'], { unique: true, where: 'deleted_at IS NULL' })
@Index('auth_client_order', ['createdAt', 'id'])
export class ClientEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'auth_client_pkey' })
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  scopes!: string[];

  @Column({ ...TIME, name: 'created_at' })
  createdAt!: Date;

  /** Who made it, as logs name them. */
  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column({ ...TIME, name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column({ ...TIME, name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  /** Kept for a while, so that all replicas see that its tokens are no good any more. */
  @Column({ ...TIME, name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;

  /** The public keys by which it shows that it is itself (RFC 7517). */
  @Column('jsonb', { nullable: true })
  jwks!: object | null;

  /** Where those keys are, in place of `jwks`. */
  @Column('text', { name: 'jwks_uri', nullable: true })
  jwksUri!: string | null;

  /** When it last got a token; to the minute. */
  @Column({ ...TIME, name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
