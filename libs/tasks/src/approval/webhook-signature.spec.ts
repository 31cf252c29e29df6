import { WebhookSignature } from './webhook-signature';

/** Of the examples of the specification. */
const SIGNED = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: 1_614_265_330_000,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const signature = new WebhookSignature(SIGNED.secret);
const headers = {
  'webhook-id': SIGNED.id,
  'webhook-timestamp': '1614265330',
  'webhook-signature': SIGNED.signature,
};

describe('the signature of a message', () => {
  it('is that of Standard Webhooks', () => {
    expect(signature.headers(SIGNED.id, SIGNED.body, SIGNED.at)).toEqual(headers);
    expect(signature.isGood(headers, SIGNED.body, SIGNED.at)).toBe(true);
  });

  it('may be one of several, as keys are replaced', () => {
    const several = { ...headers, 'webhook-signature': `v1,AAAA v2,x ${SIGNED.signature}` };
    expect(signature.isGood(several, SIGNED.body, SIGNED.at)).toBe(true);
    const unknown = { ...headers, 'webhook-signature': SIGNED.signature.replace('v1', 'v1a') };
    expect(signature.isGood(unknown, SIGNED.body, SIGNED.at)).toBe(false);
  });

  it.each([-301, 301])('is not good %s s from its time', (seconds) => {
    const now = SIGNED.at + seconds * 1_000;
    expect(signature.isGood(headers, SIGNED.body, now)).toBe(false);
    expect(signature.isGood(headers, SIGNED.body, SIGNED.at + seconds * 990)).toBe(true);
  });

  it.each([
    { 'webhook-id': undefined },
    { 'webhook-id': 'x'.repeat(129) },
    { 'webhook-timestamp': '1e9' },
    { 'webhook-signature': ['v1,x'] },
    { 'webhook-signature': 'v1,' },
  ])('is not good with %j', (more) => {
    expect(signature.isGood({ ...headers, ...more }, SIGNED.body, SIGNED.at)).toBe(false);
  });
});
