import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RulesFault } from '../../rules/rules-fault';
import { instantColumn } from '../instant';

/** The one row of what the worker last saw of its rules file. */
@Entity({ name: 'scaling_rules' })
export class RulesEntity {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'scaling_rules_pkey' })
  id!: number;

  /** Milliseconds since 1970. */
  @Column({ name: 'seen_at', ...instantColumn })
  seenAt!: number;

  /** SHA-256 of the text in force; none where no rules are. */
  @Column('text', { nullable: true })
  hash!: string | null;

  @Column('text', { nullable: true })
  currency!: string | null;

  @Column('jsonb')
  faults!: readonly RulesFault[];
}
