import { z } from 'zod';
import { googleEnvironment } from '../../deploy/google/google-environment';
import { serversOf } from '../../deploy/templates/server-settings';

/** One environment, `deploy/cloud-run/environments/<name>.json`. */
export const cloudRunEnvironment = z.strictObject({
  ...googleEnvironment.shape,
  servers: serversOf({ minInstances: googleEnvironment.shape.minInstances.optional() }),
});

export type CloudRunEnvironment = z.infer<typeof cloudRunEnvironment>;
