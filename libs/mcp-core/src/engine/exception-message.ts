import type { HttpException } from '@nestjs/common';
import { isObject } from '@repo/foundation';

/** What an exception of Nest says: all of its messages, where validation has found several. */
export function exceptionMessage(error: HttpException): string {
  const response = error.getResponse();
  const message = isObject(response) ? response['message'] : response;
  if (!Array.isArray(message)) return error.message;
  return message.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('\n');
}
