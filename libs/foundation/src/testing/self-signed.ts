import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  readonly folder: string;
}

/** A self-signed certificate of a host, in a folder that whoever asked for it removes. */
export function selfSigned(host = 'localhost'): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'self-signed-'));
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const ofHost = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-days', '1', ...curve, ...ofHost, ...files], {
    stdio: 'ignore',
  });
  return { certificate, key, folder };
}
