import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ActualSize } from '../../drivers/scaling-driver';
import type { Wanted } from '../../size';
import { instantColumn } from '../instant';

/** Something that was done about a target, or tried, or ordered by a person. */
@Entity({ name: 'scaling_event' })
@Index('scaling_event_at', ['at', 'id'])
@Index('scaling_event_target', ['target', 'at', 'id'])
@Index('scaling_event_under_way', ['target'], { where: 'due_at IS NOT NULL' })
export class EventEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'scaling_event_pkey',
  })
  id!: string;

  /** Milliseconds since 1970. */
  @Column(instantColumn)
  at!: number;

  /** None: all of them. */
  @Column('text', { nullable: true })
  target!: string | null;

  @Column('text')
  action!: string;

  @Column('text')
  outcome!: string;

  @Column('text')
  why!: string;

  /** The code of the error. */
  @Column('text', { nullable: true })
  error!: string | null;

  @Column('jsonb', { nullable: true })
  wanted!: Wanted | null;

  @Column('jsonb', { nullable: true })
  before!: ActualSize | null;

  @Column('jsonb', { nullable: true })
  after!: ActualSize | null;

  @Column('integer', { nullable: true })
  replicas!: number | null;

  @Column('integer', { nullable: true })
  baseline!: number | null;

  /** The principal, or `schedule`. */
  @Column('text')
  actor!: string;

  /** Of a change under way: when it is late. None where nothing is under way any more. */
  @Column({ name: 'due_at', nullable: true, ...instantColumn })
  dueAt!: number | null;

  /** When a change came about, or another one took its place. */
  @Column({ name: 'ended_at', nullable: true, ...instantColumn })
  endedAt!: number | null;
}
