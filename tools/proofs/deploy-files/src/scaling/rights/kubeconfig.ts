import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file by which the client of Kubernetes finds a server. */
export function kubeconfig(server: string): string {
  const file = join(folder, 'config');
  const config = {
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'stand-in' },
    clusters: [{ name: 'stand-in', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'worker', user: { token: 'token' } }],
    contexts: [{ name: 'stand-in', context: { cluster: 'stand-in', user: 'worker' } }],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
