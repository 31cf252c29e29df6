import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActualSize } from '../../drivers/scaling-driver';
import type { Wanted } from '../../size';
import { instantColumn } from '../instant';
import type { TargetFacts } from '../target-facts';

/** What the worker last knew of a target. Times are milliseconds since 1970. */
@Entity({ name: 'scaling_status' })
export class StatusEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'scaling_status_pkey' })
  target!: string;

  @Column({ name: 'seen_at', ...instantColumn })
  seenAt!: number;

  @Column('jsonb')
  rules!: TargetFacts;

  @Column('text', { nullable: true })
  state!: string | null;

  @Column('jsonb', { nullable: true })
  wanted!: Wanted | null;

  @Column('jsonb', { nullable: true })
  actual!: ActualSize | null;

  @Column({ name: 'actual_at', nullable: true, ...instantColumn })
  actualAt!: number | null;

  @Column('text')
  action!: string;

  @Column('text')
  outcome!: string;

  @Column('text')
  why!: string;

  @Column({ name: 'changes_at', nullable: true, ...instantColumn })
  changesAt!: number | null;

  @Column('jsonb', { nullable: true })
  error!: { readonly code: string; readonly message: string } | null;

  /** Replicas that were paid for when the platform last answered. */
  @Column('integer', { nullable: true })
  replicas!: number | null;

  /** Replicas that would run without off hours. */
  @Column('integer', { nullable: true })
  baseline!: number | null;

  /** What the last event told, so that the same is not told every minute. */
  @Column('text', { name: 'event_key', nullable: true })
  eventKey!: string | null;

  @Column({ name: 'event_at', nullable: true, ...instantColumn })
  eventAt!: number | null;
}
