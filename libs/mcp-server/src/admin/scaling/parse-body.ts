import { fieldFaults, quoteField } from '@repo/foundation';
import { OrderError } from '@repo/scaling';
import {
  BadRequestException,
  type HttpException,
  Logger,
  NotFoundException,
  ServiceUnavailableException,
  UnprocessableEntityException,
} from '@nestjs/common';
import type { z } from 'zod';

const logger = new Logger('ScalingController');

/**
 * What a client sent, in the form of the schema.
 *
 * @throws {BadRequestException} naming each field that makes no sense
 */
export function parseBody<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw orderRefusal(fieldFaults(error.issues), BadRequestException);
}

/**
 * What came of an order or a question.
 *
 * @param namedBy what names the target or override: what the path names and is not there is 404
 * @throws {HttpException} 400, 404 or 422 for an order that cannot be followed, 503 for a database
 *   that is away
 */
export async function mapOrderErrors<T>(
  work: Promise<T>,
  namedBy: 'path' | 'body' = 'body',
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OrderError) throw orderRefusal(error.faults, exceptionOf(error, namedBy));
    logger.error('The state of scaling cannot be read or changed', (error as Error).stack);
    throw new ServiceUnavailableException('The state of scaling is not there now. Try again soon.');
  }
}

type Exception = new (body: object) => HttpException;

function exceptionOf({ code }: OrderError, namedBy: 'path' | 'body'): Exception {
  if (code === 'UNKNOWN' && namedBy === 'path') return NotFoundException;
  return code === 'IMPOSSIBLE' ? UnprocessableEntityException : BadRequestException;
}

/** The refusal of an order whose `errors` name each field. */
export function orderRefusal(errors: OrderError['faults'], Exception: Exception): HttpException {
  const message = errors.map(({ field, detail }) => `${quoteField(field)}: ${detail}`).join('; ');
  return new Exception({ message, errors });
}
