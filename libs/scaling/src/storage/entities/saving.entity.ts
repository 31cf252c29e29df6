import { Column, Entity, PrimaryColumn } from 'typeorm';

const key = { primaryKeyConstraintName: 'scaling_saving_pkey' };

/** What a target ran and saved in one month: added to with every look at it, and kept for ever. */
@Entity({ name: 'scaling_saving' })
export class SavingEntity {
  @PrimaryColumn('text', key)
  target!: string;

  /** `2026-11`, by the target's own clock. */
  @PrimaryColumn('text', key)
  month!: string;

  @PrimaryColumn('text', key)
  currency!: string;

  @Column('double precision', { name: 'replica_hours' })
  replicaHours!: number;

  @Column('double precision', { name: 'saved_replica_hours' })
  savedReplicaHours!: number;

  /** None as long as the target had no price. */
  @Column('double precision', { name: 'saved_money', nullable: true })
  savedMoney!: number | null;
}
