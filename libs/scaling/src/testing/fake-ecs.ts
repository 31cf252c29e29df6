import type { ApiAnswer, ApiRequest } from './fake-api';

interface FakeService {
  desired: number;
  /** Where it is not the desired number. */
  running?: number;
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

/** One service of ECS and its scalable target, by AWS JSON 1.1. */
export function fakeEcs(autoscaled: boolean) {
  const service: FakeService = {
    desired: 5,
    status: 'ACTIVE',
    tags: [],
    bounds: autoscaled ? { min: 2, max: 10 } : undefined,
  };
  const serviceArn = 'arn:aws:ecs:eu-central-1:1:service/example/api';
  const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

  function answer({ headers, body }: ApiRequest<EcsBody>): ApiAnswer {
    switch (headers['x-amz-target']) {
      case 'AmazonEC2ContainerServiceV20141113.DescribeServices':
        expect(body).toMatchObject({ cluster: 'example', services: ['api'] });
        return ok({
          services: [
            {
              serviceArn,
              status: service.status,
              desiredCount: service.desired,
              runningCount: service.running ?? service.desired,
              pendingCount: 0,
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
        expect(body.ResourceIds).toEqual(['service/example/api']);
        return ok({
          ScalableTargets: service.bounds
            ? [{ MinCapacity: service.bounds.min, MaxCapacity: service.bounds.max }]
            : [],
        });
      case 'AnyScaleFrontendService.RegisterScalableTarget':
        expect(body.ResourceId).toBe('service/example/api');
        service.bounds = { min: body.MinCapacity, max: body.MaxCapacity };
        return ok({});
      default:
        return { status: 400, body: { __type: 'UnknownOperationException' } };
    }
  }
  return { answer, service };
}
