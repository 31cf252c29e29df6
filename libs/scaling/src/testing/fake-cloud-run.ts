import type { ApiAnswer, ApiRequest } from './fake-api';

interface Change {
  readonly etag?: string;
  readonly scaling: Readonly<Record<string, unknown>>;
}

const standardPath = '/v2/projects/example/locations/europe-west3/services/api';

/** One service by the REST of the Admin API, version 2: masks, etags, zeros left out. */
export function fakeCloudRun(mode: 'automatic' | 'manual', path = standardPath) {
  const service = {
    etag: 1,
    scaling: (mode === 'automatic'
      ? { minInstanceCount: 2 }
      : { scalingMode: 'MANUAL', manualInstanceCount: 5 }) as Record<string, unknown>,
    /** Of the answer, besides. */
    said: {
      terminalCondition: { type: 'Ready', state: 'CONDITION_SUCCEEDED' },
      latestReadyRevision: 'api-00001',
      latestCreatedRevision: 'api-00001',
      template: {},
    } as Record<string, unknown>,
  };
  function answer({ method, path: asked, query, headers, body }: ApiRequest<Change>): ApiAnswer {
    expect(asked).toBe(path);
    expect(headers.authorization).toBe('Bearer token');
    if (method === 'PATCH') {
      if (body.etag !== `"${service.etag}"`) return cloudRunFault(409, 'ABORTED');
      service.etag += 1;
      for (const field of query.get('updateMask')!.split(',')) {
        const name = field.replace('scaling.', '');
        if (body.scaling[name]) service.scaling[name] = body.scaling[name];
        else delete service.scaling[name];
      }
      const name = `${path.slice('/v2/'.length).replace(/\/services\/.*/, '')}/operations/1`;
      return { status: 200, body: { name } };
    }
    const { etag, scaling, said } = service;
    const generation = String(etag);
    return {
      status: 200,
      body: { etag: `"${etag}"`, generation, observedGeneration: generation, scaling, ...said },
    };
  }
  return { answer, service };
}

export function cloudRunFault(code: number, status: string): ApiAnswer {
  return { status: code, body: { error: { code, status, message: 'no' } } };
}
