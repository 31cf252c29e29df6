import { Entity, PrimaryColumn } from 'typeorm';

/** The table as its migration makes it, with its partial indexes; `TaskStore` reads and writes it. */
@Entity({ name: 'task', synchronize: false })
export class TaskEntity {
  @PrimaryColumn('uuid')
  id!: string;
}
