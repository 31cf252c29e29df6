import { ErrorCode, ProtocolError } from '@repo/mcp-core';
import type { ListedTask } from '../../storage/task-row';

/** Where a page of tasks ends. */
export type TaskPosition = Pick<ListedTask, 'createdAt' | 'id'>;

const FORM = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function cursorOf({ createdAt, id }: TaskPosition): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

/** @throws {ProtocolError} it is none of ours */
export function readCursor(cursor: string): TaskPosition {
  const [, time, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  const createdAt = new Date(Number(time));
  if (id !== undefined && !Number.isNaN(createdAt.getTime())) return { createdAt, id };
  throw new ProtocolError(ErrorCode.invalidParams, 'Unknown cursor. Start again without one.', {
    outcome: 'invalid_input',
  });
}
