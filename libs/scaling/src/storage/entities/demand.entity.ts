import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instantColumn } from '../instant';

/** When somebody last asked for a target. */
@Entity({ name: 'scaling_demand' })
export class DemandEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'scaling_demand_pkey' })
  target!: string;

  /** Milliseconds since 1970. */
  @Column({ name: 'last_seen', ...instantColumn })
  lastSeen!: number;
}
