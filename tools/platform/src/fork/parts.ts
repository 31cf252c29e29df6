import type { Files } from './files';

/** Where a version of the platform says which files belong to which of its parts. */
export const PARTS_FILE = 'tools/platform/parts.json';

/** One part of the platform that a fork may be without. */
interface Part {
  /** The parts that need it: it stays as long as one of them does. Default: it is chosen itself. */
  readonly of?: readonly string[];
  /** Files and folders. What is in two parts stays if both do. */
  readonly files: readonly string[];
}

export type Parts = Readonly<Record<string, Part>>;

/** What a fork has chosen, as its `platform.json` says. */
export interface Choices {
  /** Of the deployment platforms, those that it keeps. */
  readonly platforms: readonly string[];
  /** The sample tools, resources and prompts. */
  readonly samples: boolean;
  /** What proves the platform itself. */
  readonly proofs: boolean;
  /** Of its own package at the root; default: that of the platform. */
  readonly package?: { readonly name: string; readonly license: string };
}

/** What a fork writes itself: no version of the platform brings it, and none changes it. */
export const COMPANY = 'company';

/** Where a company's own code is: where it and the platform differ, it is right. */
export const YOURS: readonly string[] = ['libs/mcp-features'];

/** @param fallback of a version from before there was such a file */
export function partsOf(files: Files, fallback: Parts = {}): Parts {
  const text = files.get(PARTS_FILE);
  return text === undefined ? fallback : (JSON.parse(text) as Parts);
}

/** The names of the deployment platforms. */
export const platformNames = (parts: Parts): string[] =>
  Object.keys(parts).filter((name) =>
    parts[name]!.files.includes(`tools/platform/src/platforms/${name}`),
  );

/** The parts that a fork is without. */
export function droppedParts(parts: Parts, choices: Choices): Set<string> {
  const chosen = new Set([
    ...choices.platforms,
    ...(choices.samples ? ['samples'] : []),
    ...(choices.proofs ? ['proofs'] : []),
  ]);
  const isDropped = (name: string): boolean => {
    const needs = parts[name]?.of;
    return needs === undefined ? !chosen.has(name) : needs.every(isDropped);
  };
  return new Set(Object.keys(parts).filter(isDropped));
}
