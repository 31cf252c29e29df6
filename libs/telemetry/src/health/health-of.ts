import type { HealthIndicatorResult } from '@nestjs/terminus';

/** Up when it answers, else down with why. @param ping rejects with words that a probe may tell */
export async function healthOf(ping: () => Promise<void>): Promise<HealthIndicatorResult[string]> {
  try {
    await ping();
    return { status: 'up' };
  } catch (error) {
    return { status: 'down', message: (error as Error).message };
  }
}
