import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { rulesOf } from '../../testing/rules-of';
import { ownPlace } from './own-place';
import { Protection } from './protection';

const [ecs, elsewhere, kubernetes] = rulesOf(`
targets:
  - { name: ecs, platform: ecs, cluster: mcp, service: worker, on_hours: { min: 1, max: 1 } }
  - { name: other, platform: ecs, cluster: other, service: worker, on_hours: { min: 1, max: 1 } }
  - name: kubernetes
    platform: kubernetes
    namespace: mcp
    deployment: mcp-worker
    on_hours: { min: 1, max: 1 }
`).targets;

describe('a worker', () => {
  it('on ECS knows its own service, and that of the same name elsewhere', async () => {
    const server = createServer((_request, response) => {
      const Cluster = 'arn:aws:ecs:eu-central-1:123456789012:cluster/mcp';
      response.end(JSON.stringify({ Cluster, ServiceName: 'worker', Family: 'worker' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const place = await ownPlace({ ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${port}/v4` });
    server.close();

    const protection = new Protection([], place);
    expect(protection.why(ecs!)).toBe('it runs this worker');
    expect(protection.why(elsewhere!)).toBeUndefined();
  });

  it('in Kubernetes knows its own deployment by the name of its pod', async () => {
    const place = await ownPlace({
      KUBERNETES_SERVICE_HOST: '10.0.0.1',
      HOSTNAME: 'mcp-worker-7d9f8b6c5d-x2x9k',
      POD_NAMESPACE: 'mcp',
    });
    expect(new Protection([], place).why(kubernetes!)).toBe('it runs this worker');
  });

  it('elsewhere knows what it is told, by the name of the target or that of the platform', () => {
    const protection = new Protection(['other', 'mcp-worker'], undefined);
    expect(protection.why(elsewhere!)).toBe('SCALING_PROTECTED names other');
    expect(protection.why(kubernetes!)).toBe('SCALING_PROTECTED names mcp-worker');
    expect(protection.why(ecs!)).toBeUndefined();
  });

  it('is nowhere it knows of where no platform tells', async () => {
    expect(await ownPlace({})).toBeUndefined();
    expect(
      await ownPlace({ ECS_CONTAINER_METADATA_URI_V4: 'http://127.0.0.1:1/v4' }),
    ).toBeUndefined();
  });
});
