import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The size that a target had before its off hours. */
@Entity({ name: 'scaling_earlier_size' })
export class EarlierSizeEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'scaling_earlier_size_pkey' })
  target!: string;

  @Column('integer')
  min!: number;

  @Column('integer')
  desired!: number;

  @Column('integer')
  max!: number;
}
