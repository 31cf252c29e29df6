import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import { wireServer } from '@repo/platform/src/deploy/testing/wire-server';

export type FakeService = Omit<CreateServiceCommandInput, 'serviceName'>;

/** ECS with one service: an update changes the fields that it names, and no other. */
export async function fakeEcs() {
  const state = {
    service: undefined as FakeService | undefined,
    calls: [] as { readonly name: string; readonly body: object }[],
    /** Refuses every call. */
    fails: false,
  };
  const { url, stop } = await wireServer(({ headers, body }) => {
    const name = String(headers['x-amz-target']).split('.').at(-1)!;
    state.calls.push({ name, body });
    if (state.fails) {
      return { status: 400, body: { __type: 'InvalidParameterException', message: 'refused' } };
    }
    state.service = { ...state.service, ...body };
    return { status: 200, body: { service: {} } };
  });
  return Object.assign(state, { url, stop });
}
