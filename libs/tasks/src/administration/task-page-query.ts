import type { Position } from '@repo/database';
import type { TaskFilter } from './task-filter';

/** A statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Reads tasks of an app that fit a filter, newest first. */
export function taskPageQuery(
  app: string,
  { status, tool, owner, dead }: TaskFilter,
  after: Position | undefined,
  limit: number,
): Statement {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`app = ${bind(app)}`, 'expires_at > now()'];
  if (status !== undefined) conditions.push(`status = ${bind(status)}`);
  if (tool !== undefined) conditions.push(`tool = ${bind(tool)}`);
  if (dead !== undefined) conditions.push(`dead = ${bind(dead)}`);
  if (owner !== undefined) conditions.push(isOwnedBy(owner, bind));
  if (after !== undefined) {
    const at = bind(new Date(after.at).toISOString());
    conditions.push(`(created_at, id) < (${at}, ${bind(after.id)})`);
  }
  const where = conditions.join(' AND ');
  const text = `SELECT * FROM task WHERE ${where} ORDER BY created_at DESC, id DESC LIMIT ${bind(limit)}`;
  return { text, values };
}

/** Owners are JSON of client, subject and issuer (`principalOf`), and empty where they are anonymous. */
function isOwnedBy(owner: string, bind: (value: unknown) => string): string {
  if (owner === '') return `owner = ''`;
  const name = JSON.stringify(owner);
  // Quotes within a name are escaped, so that these are found between names alone.
  return `(starts_with(owner, ${bind(`[${name},`)}) OR position(${bind(`,${name},`)} IN owner) > 0)`;
}
