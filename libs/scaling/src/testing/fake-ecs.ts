import type { ApiAnswer, ApiRequest } from './fake-api';

interface FakeService {
  desired: number;
  /** Of the answer, where it is not what was asked for. */
  said: object;
  status: string;
  tags: { key: string; value: string }[];
  bounds: { min: number; max: number } | undefined;
}

/** The fields of all calls. */
interface EcsBody {
  readonly include?: readonly string[];
  readonly desiredCount: number;
  readonly resourceArn: string;
  readonly tags: { key: string; value: string }[];
  readonly tagKeys: readonly string[];
  readonly ResourceIds: readonly string[];
  readonly ResourceId: string;
  readonly MinCapacity: number;
  readonly MaxCapacity: number;
}

interface EcsNames {
  readonly cluster?: string;
  readonly service?: string;
  readonly region?: string;
  readonly account?: string;
}

/** One service of ECS and its scalable target, by AWS JSON 1.1. */
export function fakeEcs(autoscaled: boolean, names: EcsNames = {}) {
  const {
    cluster = 'example',
    service: name = 'api',
    region = 'eu-central-1',
    account = '1',
  } = names;
  const service: FakeService = {
    desired: 5,
    status: 'ACTIVE',
    said: {},
    tags: [],
    bounds: autoscaled ? { min: 2, max: 10 } : undefined,
  };
  const serviceArn = `arn:aws:ecs:${region}:${account}:service/${cluster}/${name}`;
  const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

  function answer({ headers, body }: ApiRequest<EcsBody>): ApiAnswer {
    switch (headers['x-amz-target']) {
      case 'AmazonEC2ContainerServiceV20141113.DescribeServices':
        expect(body).toMatchObject({ cluster, services: [name] });
        return ok({
          services: [
            {
              serviceArn,
              status: service.status,
              desiredCount: service.desired,
              runningCount: service.desired,
              pendingCount: 0,
              deployments: [
                {
                  status: 'PRIMARY',
                  rolloutState: 'COMPLETED',
                  runningCount: service.desired,
                },
              ],
              ...service.said,
              ...(body.include?.includes('TAGS') ? { tags: service.tags } : {}),
            },
          ],
          failures: [],
        });
      case 'AmazonEC2ContainerServiceV20141113.UpdateService':
        expect(Object.keys(body).sort()).toEqual(['cluster', 'desiredCount', 'service']);
        service.desired = body.desiredCount;
        return ok({ service: {} });
      case 'AmazonEC2ContainerServiceV20141113.TagResource':
        expect(body.resourceArn).toBe(serviceArn);
        service.tags = body.tags;
        return ok({});
      case 'AmazonEC2ContainerServiceV20141113.UntagResource':
        service.tags = service.tags.filter(({ key }) => !body.tagKeys.includes(key));
        return ok({});
      case 'AnyScaleFrontendService.DescribeScalableTargets':
        expect(body.ResourceIds).toEqual([`service/${cluster}/${name}`]);
        return ok({
          ScalableTargets: service.bounds
            ? [{ MinCapacity: service.bounds.min, MaxCapacity: service.bounds.max }]
            : [],
        });
      case 'AnyScaleFrontendService.RegisterScalableTarget':
        expect(body.ResourceId).toBe(`service/${cluster}/${name}`);
        service.bounds = { min: body.MinCapacity, max: body.MaxCapacity };
        return ok({});
      default:
        return { status: 400, body: { __type: 'UnknownOperationException' } };
    }
  }
  return { answer, service };
}
