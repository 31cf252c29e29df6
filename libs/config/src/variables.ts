import { auditVariables } from './sections/audit.config';
import { authVariables } from './sections/auth.config';
import { databaseVariables } from './sections/database.config';
import { httpVariables } from './sections/http.config';
import { identityProviderVariables } from './sections/identity-provider.config';
import { loggingVariables } from './sections/logging.config';
import { mcpVariables } from './sections/mcp.config';
import { rateLimitVariables } from './sections/rate-limit.config';
import { redisVariables } from './sections/redis.config';
import { scalingVariables } from './sections/scaling.config';
import { serverVariables } from './sections/server.config';
import { signInVariables } from './sections/sign-in.config';
import { approvalsVariables } from './sections/approvals.config';
import { tasksVariables } from './sections/tasks.config';
import { telemetryVariables } from './sections/telemetry.config';
import { workerVariables } from './sections/worker.config';
import type { Values, VariableTable } from './variable';

/** Every variable of the environment by section, in the order of the documents. */
export const sections: readonly { readonly title: string; readonly variables: VariableTable }[] = [
  { title: 'Server', variables: serverVariables },
  { title: 'Database', variables: databaseVariables },
  { title: 'Redis', variables: redisVariables },
  { title: 'Sign-in', variables: authVariables },
  { title: 'Identity provider', variables: identityProviderVariables },
  { title: 'People who sign in here', variables: signInVariables },
  { title: 'HTTP', variables: httpVariables },
  { title: 'Logging', variables: loggingVariables },
  { title: 'Telemetry', variables: telemetryVariables },
  { title: 'Audit', variables: auditVariables },
  { title: 'Rate limit', variables: rateLimitVariables },
  { title: 'MCP', variables: mcpVariables },
  { title: 'Tasks', variables: tasksVariables },
  { title: 'Approvals', variables: approvalsVariables },
  { title: 'Worker', variables: workerVariables },
  { title: 'Scaling', variables: scalingVariables },
];

/** Every variable by name. */
export const variables = {
  ...serverVariables,
  ...databaseVariables,
  ...redisVariables,
  ...authVariables,
  ...identityProviderVariables,
  ...signInVariables,
  ...httpVariables,
  ...loggingVariables,
  ...telemetryVariables,
  ...auditVariables,
  ...rateLimitVariables,
  ...mcpVariables,
  ...tasksVariables,
  ...approvalsVariables,
  ...workerVariables,
  ...scalingVariables,
};

/** The name of a variable of this project. */
export type VariableName = keyof typeof variables;

/** Every variable's parsed value. */
export type VariableValues = Values<typeof variables>;
