import type { ApiAnswer, ApiRequest } from './fake-api';

const standardPath =
  '/subscriptions/sub/resourceGroups/example/providers/Microsoft.ContainerInstance/containerGroups/api';

/** One container group by the REST of the Azure Resource Manager. */
export function fakeAzure(path = standardPath) {
  const group = { state: 'Running', provisioningState: 'Succeeded', container: 'Running' };
  const operation =
    '/subscriptions/sub/providers/Microsoft.ContainerInstance/locations/westeurope/operations/1';
  function answer(request: ApiRequest): ApiAnswer {
    expect(request.headers.authorization).toBe('Bearer token');
    switch (`${request.method} ${request.path}`) {
      case `GET ${path}`: {
        const currentState = { state: group.container };
        return {
          status: 200,
          body: {
            name: 'api',
            properties: {
              provisioningState: group.provisioningState,
              instanceView: { state: group.state },
              containers: [{ name: 'api', properties: { instanceView: { currentState } } }],
              osType: 'Linux',
            },
          },
        };
      }
      case `POST ${path}/stop`:
        group.state = 'Stopped';
        return { status: 204 };
      case `POST ${path}/start`:
        group.state = 'Running';
        return {
          status: 202,
          headers: { 'azure-asyncoperation': `https://${request.headers.host}${operation}` },
        };
      default:
        return azureFault(404, 'ResourceNotFound');
    }
  }
  return { answer, group };
}

export function azureFault(status: number, code: string): ApiAnswer {
  return { status, body: { error: { code, message: 'no' } } };
}
