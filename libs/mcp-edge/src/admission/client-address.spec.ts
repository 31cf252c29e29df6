import { loadConfig } from '@repo/config';
import { ClientAddress } from './client-address';

/** Where a request from `peer` with these headers comes from. */
function addressOf(
  environment: Record<string, string>,
  peer: string | undefined,
  headers: Record<string, string> = {},
): string {
  const { http } = loadConfig(environment);
  return new ClientAddress(http).of({ socket: { remoteAddress: peer }, headers });
}

const forged = {
  'x-forwarded-for': '203.0.113.9',
  'x-real-ip': '203.0.113.9',
  'cf-connecting-ip': '203.0.113.9',
  forwarded: 'for=203.0.113.9',
};

describe('a request without trusted proxies', () => {
  it('comes from its connection, whatever its headers say', () => {
    expect(addressOf({}, '198.51.100.1', forged)).toBe('198.51.100.1');
    expect(addressOf({ CLIENT_ADDRESS_HEADER: 'x-real-ip' }, '198.51.100.1', forged)).toBe(
      '198.51.100.1',
    );
  });

  it('is counted as IPv4 on a socket for both', () => {
    expect(addressOf({}, '::ffff:198.51.100.1')).toBe('198.51.100.1');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
  ])('from %s is counted with its whole /64', (peer, network) => {
    expect(addressOf({}, peer)).toBe(network);
  });

  it('has a place also where the connection is gone already', () => {
    expect(addressOf({}, undefined)).toBe('unknown');
  });
});

describe('a request behind trusted proxies', () => {
  const trust = { TRUSTED_PROXIES: '10.0.0.0/8,2001:db8:ffff::/48' };

  it.each([
    ['one proxy', '203.0.113.9', '203.0.113.9'],
    ['two proxies', '203.0.113.9, 10.2.2.2', '203.0.113.9'],
    ['a client that forges one hop more', '192.0.2.66, 203.0.113.9', '203.0.113.9'],
    [
      'a client that forges a trusted hop',
      '192.0.2.66, 10.9.9.9, 203.0.113.9, 10.2.2.2',
      '203.0.113.9',
    ],
    ['IPv6', '2001:db8:1:2::7, 2001:db8:ffff::1', '2001:db8:1:2::/64'],
    ['ports', '[2001:db8:1:2::7]:443, 10.2.2.2:80', '2001:db8:1:2::/64'],
    ['none but proxies', '10.3.3.3, 10.2.2.2', '10.3.3.3'],
    ['a word', 'unknown', '10.1.1.1'],
    ['a word behind a proxy', 'evil\u0000, 10.2.2.2', '10.2.2.2'],
    ['nothing', '', '10.1.1.1'],
  ])('comes from where %s says', (_what, header, expected) => {
    expect(addressOf(trust, '10.1.1.1', { 'x-forwarded-for': header })).toBe(expected);
  });

  it('comes from its connection when that is no proxy', () => {
    expect(addressOf(trust, '198.51.100.1', forged)).toBe('198.51.100.1');
  });

  it('comes from the proxy when that says nothing', () => {
    expect(addressOf(trust, '10.1.1.1')).toBe('10.1.1.1');
  });

  it('is looked through a bounded number of hops', () => {
    const hops = Array.from({ length: 3_000 }, () => '10.2.2.2').join(',');
    const header = { 'x-forwarded-for': `203.0.113.9,${hops}` };
    expect(addressOf(trust, '10.1.1.1', header)).toBe('10.2.2.2');
  });

  it('comes from where the chosen header says, and no other', () => {
    const environment = { ...trust, CLIENT_ADDRESS_HEADER: 'cf-connecting-ip' };
    const headers = { 'x-forwarded-for': '192.0.2.66', 'cf-connecting-ip': '203.0.113.9' };
    expect(addressOf(environment, '10.1.1.1', headers)).toBe('203.0.113.9');
    const twice = { 'cf-connecting-ip': '192.0.2.66, 203.0.113.9' };
    expect(addressOf(environment, '10.1.1.1', twice)).toBe('10.1.1.1');
  });
});
