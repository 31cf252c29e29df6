import type { IncomingHttpHeaders } from 'node:http';
import { frozenCaller, type Caller } from './caller';
import { Revocations } from './revocations';
import { UnauthenticatedError } from './unauthenticated.error';
import { authHarness } from '../testing/auth.fixture';
import { CredentialVerifier } from './credential-verifier';

const withKey = authHarness({ API_KEY: 'the-right-key' });
const withoutKey = authHarness({});
afterAll(async () => {
  await (await withKey).close();
  await (await withoutKey).close();
});

async function refusalOf(act: () => unknown): Promise<UnauthenticatedError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof UnauthenticatedError) return error;
  }
  throw new Error('It was not refused.');
}

describe('a caller with the API key', () => {
  it.each<[string, IncomingHttpHeaders]>([
    ['as a bearer token', { authorization: 'Bearer the-right-key' }],
    ['with the scheme in another case', { authorization: 'bearer the-right-key' }],
    ['in X-API-Key', { 'x-api-key': 'the-right-key' }],
  ])('is known %s, with all scopes and without the key itself', async (_how, headers) => {
    const { authenticate } = await withKey;
    const caller = { token: '', clientId: 'api-key', scopes: ['*'] };
    expect(authenticate(headers, 'optional')).toEqual(caller);
    expect(authenticate(headers, 'required')).toEqual(caller);
  });

  it('cannot be changed by a tool: callers share it', async () => {
    const { authenticate } = await withKey;
    const caller = authenticate({ 'x-api-key': 'the-right-key' }, 'required') as Caller;
    expect(() => caller.scopes.push('more')).toThrow(TypeError);
  });
});

describe('a caller without a credential', () => {
  it('is anonymous where none is needed', async () => {
    const { authenticate } = await withKey;
    expect(authenticate({}, 'optional')).toBeUndefined();
    expect(authenticate({}, 'off')).toBeUndefined();
  });

  it('is asked for one where it is required, and told where to get it', async () => {
    const { authenticate } = await withKey;
    const { status, headers } = await refusalOf(() => authenticate({}, 'required'));
    const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp';
    const challenge = `Bearer resource_metadata="${metadata}", DPoP algs="ES256 Ed25519 EdDSA"`;
    expect({ status, headers }).toEqual({
      status: 401,
      headers: { 'www-authenticate': challenge },
    });
  });
});

describe('a caller with a wrong credential', () => {
  const wrong: IncomingHttpHeaders[] = [
    { authorization: 'Bearer the-wrong-key' },
    { authorization: 'Bearer' },
    { authorization: 'Basic dGhlLXJpZ2h0LWtleQ==' },
    { authorization: 'the-right-key' },
    { 'x-api-key': '' },
    { authorization: 'Bearer wrong', 'x-api-key': 'the-right-key' },
  ];

  it.each(wrong)('is refused, even where none is needed: %j', async (headers) => {
    const { authenticate } = await withKey;
    for (const demand of ['optional', 'required'] as const) {
      const refusal = await refusalOf(() => authenticate(headers, demand));
      expect(refusal.status).toBe(401);
      expect(refusal.headers?.['www-authenticate']).toContain('error="invalid_token"');
    }
  });

  it('is refused where no key is set at all', async () => {
    const headers = { authorization: 'Bearer undefined' };
    const { authenticate } = await withoutKey;
    expect(() => authenticate(headers, 'optional')).toThrow('The token is not valid.');
  });

  it('is anonymous where nobody looks', async () => {
    const { authenticate } = await withKey;
    expect(authenticate({ authorization: 'Bearer wrong' }, 'off')).toBeUndefined();
  });
});

class StoredKeys extends CredentialVerifier {
  readonly order = 300;
  async verify(key: string): Promise<Caller | undefined> {
    return key === 'stored' ? frozenCaller({ clientId: 'machine', scopes: [] }) : undefined;
  }
}

class Disabled extends Revocations {
  static readonly clients = new Set<string>();
  static starting?: Promise<void>;

  override whenKnown() {
    return Disabled.starting;
  }

  isRevoked({ clientId }: Caller): boolean {
    return Disabled.clients.has(clientId);
  }
}

describe('an application with verifiers and revocations of its own', () => {
  const harness = authHarness({ API_KEY: 'the-right-key' }, [StoredKeys, Disabled]);
  afterAll(async () => (await harness).close());
  const headers = { 'x-api-key': 'stored' };

  it('asks them in order, until one knows the credential', async () => {
    const { authenticate } = await harness;
    expect(authenticate({ 'x-api-key': 'the-right-key' }, 'required')).not.toBeInstanceOf(Promise);
    expect(await authenticate(headers, 'required')).toMatchObject({ clientId: 'machine' });
    await refusalOf(() => authenticate({ 'x-api-key': 'unknown' }, 'required'));
  });

  it('waits, right after the start, until it is known who was disabled', async () => {
    const { authenticate } = await harness;
    Disabled.starting = Promise.resolve().then(() => {
      Disabled.clients.add('api-key');
      Disabled.starting = undefined;
    });
    await refusalOf(() => authenticate({ 'x-api-key': 'the-right-key' }, 'required'));
    Disabled.clients.clear();
  });

  it('waits once, whatever it learns', async () => {
    const { authenticate } = await harness;
    const whenKnown = jest.spyOn(Disabled.prototype, 'whenKnown');
    Disabled.starting = Promise.resolve();
    await expect(authenticate(headers, 'required')).resolves.toBeDefined();
    expect(whenKnown).toHaveBeenCalledTimes(1);
    Disabled.starting = undefined;
    whenKnown.mockRestore();
  });

  it('refuses whoever was disabled from that moment on', async () => {
    const { authenticate } = await harness;
    Disabled.clients.add('machine').add('api-key');
    await refusalOf(() => authenticate(headers, 'required'));
    await refusalOf(() => authenticate({ 'x-api-key': 'the-right-key' }, 'required'));
    Disabled.clients.clear();
    await expect(authenticate(headers, 'required')).resolves.toBeDefined();
  });
});
