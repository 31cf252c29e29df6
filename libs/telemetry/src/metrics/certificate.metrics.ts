import { IdentityProviderConfig, ServerConfig } from '@repo/config';
import { Injectable } from '@nestjs/common';
import { certificateEnd } from './certificate-end';
import { gauge } from './metric';

/** Milliseconds for which an answer holds, and after which one that failed is asked for again. */
const KNOWN_MS = 60 * 60_000;
const RETRY_MS = 5 * 60_000;

/**
 * When the certificates end that clients and this process see: those of `PUBLIC_URL` and of
 * `JWT_ISSUER`. Of an address that cannot be reached from here nothing is told.
 */
@Injectable()
export class CertificateMetrics {
  private readonly known = new Map<
    string,
    { readonly askAgainAt: number; readonly end?: number }
  >();

  constructor({ publicUrl }: ServerConfig, { issuer }: IdentityProviderConfig) {
    const urls = [publicUrl, issuer].filter((url) => url?.startsWith('https:') === true);
    if (urls.length === 0) return;
    const hosts = [...new Set(urls.map((url) => new URL(url!).host))];
    gauge({
      name: 'tls_certificate_expiry_timestamp_seconds',
      help: 'When the certificate of a host ends, in seconds since 1970.',
      labelNames: ['host'],
      aggregator: 'min',
      collect: async () => (await Promise.all(hosts.map((host) => this.sampleOf(host)))).flat(),
    });
  }

  private async sampleOf(host: string) {
    const now = performance.now();
    let known = this.known.get(host);
    if (known === undefined || known.askAgainAt <= now) {
      const end = await certificateEnd(host).catch(() => undefined);
      const askAgainAt = now + (end === undefined ? RETRY_MS : KNOWN_MS);
      this.known.set(host, (known = { askAgainAt, end }));
    }
    return known.end === undefined ? [] : [{ labels: { host }, value: known.end / 1_000 }];
  }
}
