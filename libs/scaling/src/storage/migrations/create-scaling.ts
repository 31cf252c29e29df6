import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of scaling. */
export class CreateScaling1795367000000 implements MigrationInterface {
  readonly name = 'CreateScaling1795367000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of NAMES) await runner.query(`DROP TABLE ${table}`);
  }
}

const NAMES = [
  'scaling_override',
  'scaling_pause',
  'scaling_event',
  'scaling_status',
  'scaling_rules',
  'scaling_saving',
  'scaling_earlier_size',
  'scaling_demand',
];

const TABLES = [
  `CREATE TABLE scaling_override (
    id uuid NOT NULL CONSTRAINT scaling_override_pkey PRIMARY KEY,
    target text NOT NULL,
    starts_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3) NOT NULL,
    size jsonb NOT NULL,
    reason text,
    created_by text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    cancelled_by text,
    cancelled_at timestamptz(3)
  )`,
  `CREATE TABLE scaling_pause (
    id uuid NOT NULL CONSTRAINT scaling_pause_pkey PRIMARY KEY,
    target text,
    since timestamptz(3) NOT NULL,
    ends_at timestamptz(3),
    reason text,
    created_by text NOT NULL,
    resumed_by text,
    resumed_at timestamptz(3)
  )`,
  `CREATE TABLE scaling_event (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT scaling_event_pkey PRIMARY KEY,
    at timestamptz(3) NOT NULL,
    target text,
    action text NOT NULL,
    outcome text NOT NULL,
    why text NOT NULL,
    error text,
    wanted jsonb,
    before jsonb,
    after jsonb,
    replicas integer,
    baseline integer,
    actor text NOT NULL
  )`,
  `CREATE TABLE scaling_status (
    target text NOT NULL CONSTRAINT scaling_status_pkey PRIMARY KEY,
    seen_at timestamptz(3) NOT NULL,
    rules jsonb NOT NULL,
    state text,
    wanted jsonb,
    actual jsonb,
    actual_at timestamptz(3),
    action text NOT NULL,
    outcome text NOT NULL,
    why text NOT NULL,
    changes_at timestamptz(3),
    error jsonb,
    replicas integer,
    baseline integer,
    event_key text,
    event_at timestamptz(3)
  )`,
  `CREATE TABLE scaling_rules (
    id smallint NOT NULL CONSTRAINT scaling_rules_pkey PRIMARY KEY,
    seen_at timestamptz(3) NOT NULL,
    hash text,
    currency text,
    faults jsonb NOT NULL
  )`,
  `CREATE TABLE scaling_saving (
    target text NOT NULL,
    month text NOT NULL,
    currency text NOT NULL,
    replica_hours double precision NOT NULL,
    saved_replica_hours double precision NOT NULL,
    saved_money double precision,
    CONSTRAINT scaling_saving_pkey PRIMARY KEY (target, month, currency)
  )`,
  `CREATE TABLE scaling_earlier_size (
    target text NOT NULL CONSTRAINT scaling_earlier_size_pkey PRIMARY KEY,
    min integer NOT NULL,
    desired integer NOT NULL,
    max integer NOT NULL
  )`,
  `CREATE TABLE scaling_demand (
    target text NOT NULL CONSTRAINT scaling_demand_pkey PRIMARY KEY,
    last_seen timestamptz(3) NOT NULL
  )`,
];

const INDEXES = [
  'CREATE INDEX scaling_override_end ON scaling_override (ends_at)',
  'CREATE INDEX scaling_event_at ON scaling_event (at, id)',
  'CREATE INDEX scaling_event_target ON scaling_event (target, at, id)',
];
