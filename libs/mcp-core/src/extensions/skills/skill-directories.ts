import type { ResourceFeature } from '../../features/feature';
import type { ExtensionHost } from '../extension-host';
import type { Skill } from './skill';

interface Directory {
  /** Who may see the skill may see its folders. */
  readonly feature: ResourceFeature;
  readonly list: ReturnType<ExtensionHost['list']>;
}

/**
 * The folders of skills, by their URI: that of the skill and all below it, each with its direct
 * children (SEP-2640, Reading Directories).
 */
export function directoriesOf(
  skills: readonly Skill[],
  host: ExtensionHost,
): ReadonlyMap<string, Directory> {
  const directories = new Map<string, Directory>();
  for (const skill of skills) {
    const feature = host.catalog.resources.get(skill.files[0]!.uri)!;
    for (const [uri, children] of childrenOf(skill)) {
      const features = [...children.values()].map((listed) => ({ ...feature, listed }));
      directories.set(uri, { feature, list: host.list('resources', features) });
    }
  }
  return directories;
}

/** The list entries of each folder's children, by the folder's URI and the child's. */
function childrenOf({ uri, files }: Skill): Map<string, Map<string, object>> {
  const folders = new Map<string, Map<string, object>>();
  const add = (folder: string, child: { uri: string }) => {
    const children = folders.get(folder) ?? new Map<string, object>();
    folders.set(folder, children.set(child.uri, child));
  };
  for (const file of files) {
    const parts = file.uri.slice(uri.length + 1).split('/');
    const names = file.path.split('/');
    parts.forEach((_part, depth) => {
      const parent = [uri, ...parts.slice(0, depth)].join('/');
      const child = [uri, ...parts.slice(0, depth + 1)].join('/');
      const isFile = depth === parts.length - 1;
      add(parent, {
        uri: child,
        ...{ name: names[depth], mimeType: isFile ? file.mimeType : 'inode/directory' },
        ...(isFile && { size: file.bytes.length }),
      });
    });
  }
  return folders;
}
