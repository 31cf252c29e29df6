import type { AuthClient } from 'google-auth-library';
import { z } from 'zod';
import type { CloudRunSettings } from '../../rules/platform-settings';
import { requestJson } from '../json-request';
import type { DriverTarget } from '../scaling-driver';
import { reasonOf, ScalingError } from '../scaling.error';

type Target = DriverTarget<CloudRunSettings>;

const scope = 'https://www.googleapis.com/auth/cloud-platform';

/** The fields that matter of a `google.cloud.run.v2.Service`. */
const serviceSchema = z.object({
  etag: z.string().optional(),
  /** Numbers of 64 bits, which JSON has as texts. */
  generation: z.string().optional(),
  observedGeneration: z.string().optional(),
  reconciling: z.boolean().default(false),
  /** Whether it came to serve as it was told to. */
  terminalCondition: z.object({ state: z.string().optional() }).optional(),
  latestReadyRevision: z.string().optional(),
  latestCreatedRevision: z.string().optional(),
  scaling: z
    .object({
      scalingMode: z.string().optional(),
      minInstanceCount: z.number().optional(),
      manualInstanceCount: z.number().optional(),
    })
    .default({}),
  /** What the newest revision is made of. */
  template: z
    .object({
      scaling: z.object({ minInstanceCount: z.number().optional() }).optional(),
    })
    .optional(),
});
export type CloudRunService = z.output<typeof serviceSchema>;

export interface CloudRunOptions {
  /** Default: `https://run.googleapis.com`. */
  readonly endpoint?: string;
  /** Default: Application Default Credentials. */
  readonly authClient?: AuthClient;
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

/**
 * Two calls of the Cloud Run Admin API, version 2, over REST. `@google-cloud/run` brings gRPC and
 * all of its protocol buffers for them, and needs Node 22.
 */
export class CloudRunApi {
  private client: Promise<AuthClient> | undefined;
  /** By target: a change is only made to the service as it was last read. */
  private readonly etags = new Map<string, string | undefined>();

  constructor(private readonly options: CloudRunOptions) {}

  async service(target: Target): Promise<CloudRunService> {
    const answer = serviceSchema.safeParse(await this.request(target, 'run.services.get'));
    if (!answer.success) {
      const reason = `the answer is no service: ${z.prettifyError(answer.error)}`;
      throw new ScalingError('UNREACHABLE', target.name, 'run.services.get', reason);
    }
    this.etags.set(target.name, answer.data.etag);
    return answer.data;
  }

  /** @param mask the fields that change; all others stay */
  async setScaling(target: Target, scaling: CloudRunService['scaling'], mask: string) {
    const etag = this.etags.get(target.name);
    const body = { scaling, ...(etag === undefined ? {} : { etag }) };
    await this.request(target, 'run.services.update', { query: `?updateMask=${mask}`, body });
  }

  private async request(
    target: Target,
    call: string,
    change?: { readonly query: string; readonly body: unknown },
  ): Promise<unknown> {
    const { project, location, service } = target.settings;
    const { endpoint = 'https://run.googleapis.com', timeout = 10_000 } = this.options;
    const names = [project, location, service].map(encodeURIComponent);
    const path = `/v2/projects/${names[0]}/locations/${names[1]}/services/${names[2]}`;
    return requestJson({
      target: target.name,
      call,
      url: `${endpoint}${path}${change?.query ?? ''}`,
      method: change === undefined ? 'GET' : 'PATCH',
      headers: await this.credentials(target.name),
      body: change?.body,
      timeout,
    });
  }

  private async credentials(target: string): Promise<Headers> {
    try {
      this.client ??= this.authClient();
      return await (await this.client).getRequestHeaders();
    } catch (error) {
      // Tried anew at the next call: a metadata server may have been slow to come up.
      this.client = undefined;
      throw new ScalingError('ACCESS_DENIED', target, 'Google credentials', reasonOf(error), {
        cause: error,
      });
    }
  }

  private async authClient(): Promise<AuthClient> {
    if (this.options.authClient !== undefined) return this.options.authClient;
    const { GoogleAuth } = await import('google-auth-library');
    return new GoogleAuth({ scopes: [scope] }).getClient();
  }
}
