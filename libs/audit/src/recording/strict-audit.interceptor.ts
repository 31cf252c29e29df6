import type { Call, CallResult } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { AuditInterceptor, endedBy } from './audit.interceptor';

/**
 * Records every call before its answer leaves, and refuses those that it could not record. Calls
 * that end at the same time share one statement, so that this costs a call milliseconds, not a
 * connection.
 */
@Injectable()
export class StrictAuditInterceptor extends AuditInterceptor {
  /** @throws {UnrecordableError} the call is not, or could not be, recorded */
  override async intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    const { now, at } = this.begin(call);
    try {
      this.trail.admit();
    } catch (error) {
      this.trail.record(this.ended(call, at, now, { outcome: 'refused', json: '' }));
      throw error;
    }
    let result: CallResult;
    try {
      result = await next();
    } catch (error) {
      await this.trail.recordAdmitted(this.ended(call, at, now, endedBy(error)));
      throw error;
    }
    await this.trail.recordAdmitted(this.ended(call, at, now, result));
    return result;
  }
}
