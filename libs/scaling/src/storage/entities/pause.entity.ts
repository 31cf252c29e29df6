import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instantColumn } from '../instant';

/** A time in which nothing is changed. Times are milliseconds since 1970. */
@Entity({ name: 'scaling_pause' })
export class PauseEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'scaling_pause_pkey' })
  id!: string;

  /** None: all of them. */
  @Column('text', { nullable: true })
  target!: string | null;

  @Column(instantColumn)
  since!: number;

  /** None: until somebody resumes. */
  @Column({ name: 'ends_at', nullable: true, ...instantColumn })
  until!: number | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** The principal. */
  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('text', { name: 'resumed_by', nullable: true })
  resumedBy!: string | null;

  @Column({ name: 'resumed_at', nullable: true, ...instantColumn })
  resumedAt!: number | null;
}
