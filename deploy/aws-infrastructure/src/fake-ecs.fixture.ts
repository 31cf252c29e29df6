import { type CreateServiceCommandInput, type Deployment, ECSClient } from '@aws-sdk/client-ecs';
import { type WireAnswer, wireServer } from '@repo/platform/src/deploy/testing/wire-server';
import { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';

export type FakeService = Omit<CreateServiceCommandInput, 'serviceName'>;

const fault = (name: string): WireAnswer => ({
  status: 400,
  body: { __type: name, message: 'refused' },
});

/** ECS with one service: an update changes the fields that it names, and no other. */
export async function fakeEcs() {
  const state = {
    service: undefined as FakeService | undefined,
    calls: [] as { readonly name: string; readonly body: object }[],
    /** Refuses every call. */
    fails: false,
    /** What happens before each look at the service, in their order; after the last no more does. */
    looks: [] as (() => WireAnswer | void)[],
    deployments: [] as Deployment[],
  };
  const { url, stop } = await wireServer(({ headers, body }) => {
    const name = String(headers['x-amz-target']).split('.').at(-1)!;
    state.calls.push({ name, body });
    if (state.fails) return fault('InvalidParameterException');
    if (name === 'DescribeServices') {
      const answer = state.looks.shift()?.();
      if (answer) return answer;
      const { service, deployments } = state;
      const services = service ? [{ ...service, deployments, status: 'ACTIVE' }] : [];
      return { status: 200, body: { services } };
    }
    state.service = { ...state.service, ...body };
    return { status: 200, body: { service: {} } };
  });
  const client = new ECSClient({
    ...{ endpoint: url, region: 'eu-central-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  return Object.assign(state, { client, api: new EcsApi(client, 'mcp'), stop });
}

export const throttled = (): WireAnswer => fault('ThrottlingException');
