import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments, parseDocument } from 'yaml';
import { workspace } from '../workspace';
import type { Manifest } from './manifest';

/** Whether overlays can be rendered here: without kubectl nothing says what would be applied. */
export const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

/**
 * What `kubectl apply -k` would send for an overlay, with components added to it in a copy.
 *
 * @throws {Error} with what kustomize says
 */
export function rendered(overlay: string, components: readonly string[] = []): Manifest[] {
  const copy = mkdtempSync(join(tmpdir(), 'kustomize-'));
  try {
    cpSync(join(workspace, 'deploy/kubernetes'), copy, { recursive: true });
    const file = join(copy, 'overlays', overlay, 'kustomization.yaml');
    const kustomization = parseDocument(readFileSync(file, 'utf8'));
    const { components: own = [] } = kustomization.toJS() as { components?: string[] };
    kustomization.set('components', [
      ...own,
      ...components.map((component) => `../../components/${component}`),
    ]);
    writeFileSync(file, kustomization.toString());
    return manifestsOf(kustomize(dirname(file)));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** What `kubectl apply -k` would send of a folder. @throws {Error} with what kustomize says */
export const manifestsIn = (folder: string): Manifest[] => manifestsOf(kustomize(folder));

/** What an administrator applies for whoever deploys. */
export const deployerManifests = (): Manifest[] =>
  manifestsIn(join(workspace, 'deploy/kubernetes/deployer'));

function kustomize(path: string): string {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', path], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function manifestsOf(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJS() as Manifest;
  });
}
