import type { VariableName } from '@repo/config';
import { approvalsEffects } from './approvals.fixture';
import { auditEffects } from './audit.fixture';
import { authEffects } from './auth.fixture';
import { databaseEffects } from './database.fixture';
import { type Effect, setUp, tearDown } from './effect.fixture';
import { httpEffects } from './http.fixture';
import { identityProviderEffects } from './identity-provider.fixture';
import { loggingEffects } from './logging.fixture';
import { mcpEffects } from './mcp.fixture';
import { rateLimitEffects } from './rate-limit.fixture';
import { redisEffects } from './redis.fixture';
import { serverEffects } from './server.fixture';
import { signInEffects } from './sign-in.fixture';
import { tasksEffects } from './tasks.fixture';
import { telemetryEffects } from './telemetry.fixture';

/*
 * That a variable is parsed says nothing of whether it does anything. Here each gets another value,
 * and the api must do something else. Those that the worker alone reads are proved beside it.
 */
type OfTheWorker =
  'AUDIT_RETENTION' | 'SCALING_CONFIG' | 'SCALING_PROTECTED' | 'SCHEMA_WAIT' | 'WORKER_PORT';

/** A file a section of `libs/config`. */
const effects: Record<Exclude<VariableName, OfTheWorker>, Effect> = {
  ...serverEffects,
  ...databaseEffects,
  ...redisEffects,
  ...authEffects,
  ...identityProviderEffects,
  ...signInEffects,
  ...httpEffects,
  ...loggingEffects,
  ...telemetryEffects,
  ...auditEffects,
  ...rateLimitEffects,
  ...mcpEffects,
  ...tasksEffects,
  ...approvalsEffects,
};

beforeAll(setUp);
afterAll(tearDown);

describe.each(Object.entries(effects))('%s', (name, effect) => {
  const both = () => effect.with?.() ?? {};
  it('is not there, and the api does one thing', async () => {
    expect(await effect.see(both())).toEqual(effect.before);
  });

  it('is there, and the api does another', async () => {
    const value = typeof effect.set === 'string' ? effect.set : effect.set();
    expect(await effect.see({ ...both(), [name]: value })).toEqual(effect.after);
  });
});
