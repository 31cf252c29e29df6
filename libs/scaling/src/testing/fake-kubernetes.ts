import type { ApiAnswer, ApiRequest } from './fake-api';

interface PatchBody {
  readonly spec: { readonly replicas: number };
}

/** A Deployment of the fake by its names, as rules name it. */
interface FakeDeployment {
  readonly namespace?: string;
  readonly deployment?: string;
  readonly hpa?: string;
}

/** One Deployment with or without its HPA, by the REST of Kubernetes. */
export function fakeKubernetes(
  autoscaled: boolean,
  { namespace = 'mcp', deployment: name = 'api', hpa: hpaName = 'api' }: FakeDeployment = {},
) {
  const deployment = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const hpa = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${hpaName}`;
  const state = {
    replicas: 5,
    generation: 7,
    /** Of the status, where it is not what was asked for. */
    status: {} as Record<string, number>,
    hpa: autoscaled ? { minReplicas: 2, maxReplicas: 10 } : undefined,
  };
  const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

  function answer({ method, path, headers, body }: ApiRequest<PatchBody>): ApiAnswer {
    if (method === 'PATCH') expect(headers['content-type']).toBe('application/merge-patch+json');
    switch (`${method} ${path}`) {
      case `PATCH ${deployment}/scale`:
        expect(body).toEqual({ spec: { replicas: expect.any(Number) } });
        state.replicas = body.spec.replicas;
        state.generation += 1;
        return ok(scale());
      case `GET ${deployment}`:
        return ok(whole());
      case `PATCH ${hpa}`:
        Object.assign(state.hpa!, body.spec);
        return ok({ spec: state.hpa });
      case `GET ${hpa}`:
        return state.hpa === undefined ? failure(404, 'NotFound') : ok({ spec: state.hpa });
      default:
        return failure(404, 'NotFound');
    }
  }

  /** The API leaves 0 out. */
  const scale = () => ({
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    spec: state.replicas === 0 ? {} : { replicas: state.replicas },
  });
  const counts = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'];
  const whole = () => ({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name, namespace, generation: state.generation },
    spec: { replicas: state.replicas },
    status: {
      observedGeneration: state.generation,
      ...(state.replicas > 0 && Object.fromEntries(counts.map((key) => [key, state.replicas]))),
      ...state.status,
    },
  });
  return { answer, state };
}

/** A `Status` of the API. */
export function failure(code: number, reason: string): ApiAnswer {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code },
  };
}
