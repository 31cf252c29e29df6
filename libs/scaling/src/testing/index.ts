export { type ApiAnswer, type ApiRequest, FakeApi } from './fake-api';
export { azureFault, fakeAzure } from './fake-azure';
export { cloudRunFault, fakeCloudRun } from './fake-cloud-run';
export { fakeEcs } from './fake-ecs';
export { failure as kubernetesFault, fakeKubernetes } from './fake-kubernetes';
export { selfSigned } from './self-signed';
