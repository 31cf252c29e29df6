export { useCheapHashes } from './cheap-hashes.fixture';
export { boundTo, dpopProof, type ProofOf } from './dpop';
export { inSeconds, jwkOf, jws, testKey, type JwsOptions, type TestKey } from './jws';
export { FakeIdentityProvider, type Behaviour } from './fake-identity-provider';
export { FakeService, SERVICE_CLIENT_ID, SERVICE_CLIENT_SECRET } from './fake-service';
export { FakeUpstream, UPSTREAM_CLIENT_ID, UPSTREAM_CLIENT_SECRET } from './fake-upstream';
