export { useCheapHashes } from './cheap-hashes.fixture';
export { inSeconds, jwkOf, jws, testKey, type JwsOptions, type TestKey } from './jws';
export { FakeIdentityProvider, type Behaviour } from './fake-identity-provider';
