import type { RedisConfig } from '@repo/config';

/** The queues of this project. */
export const QueueName = {
  /** Jobs that reconcile scaling targets by the clock. */
  scaling: 'scaling',
  /** The same for targets that somebody gave an order for: never behind those of the clock. */
  scalingOrders: 'scaling-orders',
  /** What is done now and then, such as dropping audit records by age. */
  maintenance: 'maintenance',
  /** Calls of tools that outlive a connection. */
  tasks: 'tasks',
} as const;

export type QueueName = (typeof QueueName)[keyof typeof QueueName];

export const queueNames: readonly QueueName[] = Object.values(QueueName);

/**
 * Before the keys of all queues in Redis. The braces put them into one slot of a Cluster, which
 * BullMQ's scripts need. PostgreSQL has a schema instead.
 */
export const queuePrefix = ({ prefix }: RedisConfig): string => `{${prefix}}`;
