import { functionEnvironment } from '../azure-functions/environment-file';
import { googleEnvironment } from '../cloud-run/environment-file';
import { containerEnvironment } from '../container-instances/environment-file';

/** What the files in `deploy/<platform>/environments` have. */
export const environmentSchemas = {
  'cloud-run': googleEnvironment,
  'cloud-functions': googleEnvironment,
  'container-instances': containerEnvironment,
  'azure-functions': functionEnvironment,
} as const;
