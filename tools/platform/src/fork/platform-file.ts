import { foldersOf } from './files';
import { type Choices, type Parts, platformNames } from './parts';

/** What `platform.json` says, as `platform.schema.json` describes it. */
export interface PlatformFile {
  readonly $schema?: string;
  readonly organization: string;
  readonly title: string;
  readonly domain: string;
  readonly name?: string;
  readonly owner?: string;
  readonly license?: string;
  readonly platforms?: readonly string[];
  readonly samples?: boolean;
  readonly proofs?: boolean;
  /** What the fork holds, and where that comes from. */
  readonly platform?: { readonly version: string; readonly source?: string };
}

/**
 * What a fork has chosen; for one from before that was recorded, what it has not deleted.
 *
 * @param paths of its files
 * @param former paths of the version that it holds
 */
export function choicesOf(
  file: PlatformFile,
  parts: Parts,
  paths: Iterable<string>,
  former: Iterable<string>,
): Choices {
  const [left, before] = [foldersOf(paths), foldersOf(former)];
  const isDeleted = (part: string) => {
    const [root = ''] = parts[part]?.files ?? [];
    return before.has(root) && !left.has(root);
  };
  const { name, license } = file;
  return {
    platforms: file.platforms ?? platformNames(parts).filter((one) => left.has(`deploy/${one}`)),
    samples: file.samples ?? !isDeleted('samples'),
    proofs: file.proofs ?? !isDeleted('proofs'),
    ...(name !== undefined && license !== undefined && { package: { name, license } }),
  };
}
