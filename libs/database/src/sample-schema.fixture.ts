import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import type { DatabaseFeature } from './database-feature';

@Entity({ name: 'invoice' })
export class Invoice {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'invoice_pkey' })
  id!: string;

  @Column('text')
  number!: string;
}

export class CreateInvoice1790000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table invoice (id uuid constraint invoice_pkey primary key, number text not null)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table invoice');
  }
}

/** Partitioned, which TypeORM cannot say. */
@Entity({ name: 'payment', synchronize: false })
export class Payment {
  @PrimaryColumn('timestamptz')
  paidAt!: Date;
}

export class CreatePayment1790000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table payment ("paidAt" timestamptz not null) partition by range ("paidAt")',
    );
    await runner.query('create table payment_default partition of payment default');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table payment');
  }
}

export const invoiceSchema: DatabaseFeature = {
  entities: [Invoice],
  migrations: [CreateInvoice1790000000000],
};

export const paymentSchema: DatabaseFeature = {
  entities: [Payment],
  migrations: [CreatePayment1790000000001],
};
