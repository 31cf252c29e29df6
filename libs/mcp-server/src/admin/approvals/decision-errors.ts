import { UnverifiableError } from '@repo/auth';
import { DecisionError, WebhookError } from '@repo/tasks';
import { HttpException, Logger } from '@nestjs/common';

const logger = new Logger('Approvals');

type Code = Exclude<DecisionError['code'], 'unknown'> | WebhookError['code'];

const STATUSES: Readonly<Record<Code, number>> = {
  own: 403,
  changed: 409,
  decided: 409,
  late: 409,
  closed: 403,
  unsigned: 401,
  replayed: 409,
  invalid: 400,
};

/**
 * What came of a decision or a question.
 *
 * @param unknown the status where there is no such task: 404 where the path names it
 * @throws {HttpException} 4xx for a decision that does not count, 503 for a database that is away
 */
export async function mapDecisionErrors<T>(work: Promise<T>, unknown = 404): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DecisionError || error instanceof WebhookError) {
      const status = error.code === 'unknown' ? unknown : STATUSES[error.code];
      throw new HttpException(error.message, status, { cause: error });
    }
    if (!(error instanceof UnverifiableError)) {
      logger.error('Approvals cannot be read or decided', (error as Error).stack);
    }
    throw new HttpException('Approvals cannot be read or decided now. Try again soon.', 503);
  }
}
