import { z } from 'zod';
import { azureEnvironment } from '../../deploy/azure/azure-environment';

/** One environment, `deploy/azure-functions/environments/<name>.json`. */
export const functionEnvironment = z.strictObject({
  ...azureEnvironment,
  functionApp: z.string().regex(/^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$/),
  storageAccount: z.string().regex(/^[a-z0-9]{3,24}$/),
});

export type FunctionEnvironment = z.infer<typeof functionEnvironment>;
