import type { ApiAnswer, ApiRequest } from './fake-api';

const deployment = '/apis/apps/v1/namespaces/mcp/deployments/api';
const hpa = '/apis/autoscaling/v2/namespaces/mcp/horizontalpodautoscalers/api';

interface PatchBody {
  readonly spec: { readonly replicas: number };
  readonly metadata: { readonly annotations: Readonly<Record<string, string | null>> };
}

/** One Deployment with or without its HPA, by the REST of Kubernetes. */
export function fakeKubernetes(autoscaled: boolean) {
  const state = {
    replicas: 5,
    /** Where it is not the wanted number. */
    running: undefined as number | undefined,
    annotations: { 'deployment.kubernetes.io/revision': '1' } as Record<string, string>,
    hpa: autoscaled ? { minReplicas: 2, maxReplicas: 10 } : undefined,
  };
  const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

  function answer({ method, path, headers, body }: ApiRequest<PatchBody>): ApiAnswer {
    if (method === 'PATCH') expect(headers['content-type']).toBe('application/merge-patch+json');
    switch (`${method} ${path}`) {
      case `PATCH ${deployment}/scale`:
        expect(body).toEqual({ spec: { replicas: expect.any(Number) } });
        state.replicas = body.spec.replicas;
        return ok(scale());
      case `GET ${deployment}/scale`:
        return ok(scale());
      case `PATCH ${deployment}`:
        expect(Object.keys(body)).toEqual(['metadata']);
        for (const [key, value] of Object.entries(body.metadata.annotations)) {
          if (value === null) delete state.annotations[key];
          else state.annotations[key] = value;
        }
        return ok(whole());
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
    status: { replicas: state.running ?? state.replicas },
  });
  const whole = () => ({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name: 'api', namespace: 'mcp', annotations: state.annotations },
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
