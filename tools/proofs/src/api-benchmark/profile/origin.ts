import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { paths } from '../paths';
import type { CallFrame } from './cpu-profile';

const PEERS = relative(workspaceRoot, paths.peers);

const FASTIFY = /^(@fastify\/|fastify$|find-my-way$|avvio$|@nestjs\/platform-fastify$)/;

/** Where a function comes from: a part of the house or of what it stands on. */
export interface Origin {
  /** `mcp-core`, `api`, `fastify`, `zod`, `node internals`, `gc`, … */
  readonly group: string;
  /** File and line, as a reader knows them. */
  readonly place: string;
}

/** Tells of functions in a bundle what source they were. */
export class Origins {
  private readonly maps = new Map<string, SourceMap | undefined>();

  of(frame: CallFrame): Origin {
    const { functionName, url } = frame;
    if (functionName === '(garbage collector)') return { group: 'gc', place: '' };
    if (functionName === '(program)') return { group: 'native code', place: '' };
    if (url === '') return { group: 'node internals', place: 'native' };
    if (url.startsWith('node:')) return { group: 'node internals', place: url };
    const file = url.startsWith('file:') ? fileURLToPath(url) : url;
    return this.ofFile(file, frame);
  }

  private ofFile(file: string, { lineNumber, columnNumber }: CallFrame): Origin {
    const entry = this.mapOf(file)?.findEntry(lineNumber, columnNumber);
    const mapped = entry !== undefined && 'originalSource' in entry;
    const source = mapped ? resolve(file, '..', entry.originalSource) : file;
    const line = (mapped ? entry.originalLine : lineNumber) + 1;
    const path = relative(workspaceRoot, source);
    return { group: groupOfPath(path), place: `${path.replace(/^.*node_modules\//, '')}:${line}` };
  }

  private mapOf(file: string): SourceMap | undefined {
    if (!this.maps.has(file)) this.maps.set(file, readMap(file));
    return this.maps.get(file);
  }
}

/** @param path of a source, from the root of the workspace */
export function groupOfPath(path: string): string {
  const [, ...nested] = path.split('node_modules/');
  const inPackage = /^(?:@[^/]+\/)?[^/]+/.exec(nested.at(-1) ?? '')?.[0];
  if (inPackage !== undefined) return FASTIFY.test(inPackage) ? 'fastify' : inPackage;
  const [area, folder] = path.split('/');
  if (area !== 'libs' && area !== 'apps') return path.startsWith(PEERS) ? 'floor' : 'other';
  return folder ?? 'other';
}

function readMap(file: string): SourceMap | undefined {
  if (!existsSync(`${file}.map`)) return undefined;
  return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload);
}
