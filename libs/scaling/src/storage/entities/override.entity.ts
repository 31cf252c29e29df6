import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Override } from '../../schedule/override';
import { instantColumn } from '../instant';

/** An override that a person has set. Times are milliseconds since 1970. */
@Entity({ name: 'scaling_override' })
export class OverrideEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'scaling_override_pkey' })
  id!: string;

  @Column('text')
  target!: string;

  @Column({ name: 'starts_at', ...instantColumn })
  from!: number;

  @Index('scaling_override_end')
  @Column({ name: 'ends_at', ...instantColumn })
  until!: number;

  @Column('jsonb')
  size!: Override['size'];

  @Column('text', { nullable: true })
  reason!: string | null;

  /** The principal. */
  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column({ name: 'created_at', ...instantColumn })
  createdAt!: number;

  @Column('text', { name: 'cancelled_by', nullable: true })
  cancelledBy!: string | null;

  @Column({ name: 'cancelled_at', nullable: true, ...instantColumn })
  cancelledAt!: number | null;
}
