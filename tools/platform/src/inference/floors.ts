/**
 * The floor of each library of the platform; one that you add says its own in its package.json. An
 * import only goes down: `eslint.config.mjs` holds every `floor:N` to the floors below it. Apps live
 * on floor 6; tools stand beside the house.
 */
const libraryFloors: Record<string, number> = {
  'mcp-features': 5,
  'mcp-server': 5,
  'mcp-edge': 4,
  tasks: 4,
  auth: 3,
  audit: 3,
  telemetry: 3,
  scaling: 3,
  queue: 3,
  replicas: 3,
  openapi: 3,
  'mcp-core': 2,
  database: 2,
  redis: 2,
  config: 1,
  foundation: 0,
};

const appFloor = 6;

/** The plugin imports nothing of the house but its ground; other tools are programs over its libraries. */
const toolTypes: Record<string, string> = { platform: 'type:tool', proofs: 'type:proof' };

/**
 * The tags of the project at `root` (such as `libs/auth`): its type and, but for tools, its floor.
 *
 * @param own those of its package.json, where a library that is not the platform's says its floor
 */
export function tagsOf(root: string, own: readonly string[] = []): string[] {
  const [area, folder = ''] = root.split('/');
  switch (area) {
    case 'apps':
      return ['type:app', `floor:${appFloor}`];
    case 'tools':
      return [toolTypes[folder] ?? 'type:program'];
    default:
      return ['type:lib', floorOfLibrary(folder, own)];
  }
}

function floorOfLibrary(folder: string, own: readonly string[]): string {
  const floor = libraryFloors[folder];
  const tag =
    floor === undefined ? own.find((each) => /^floor:[0-5]$/.test(each)) : `floor:${floor}`;
  if (tag === undefined) {
    throw new Error(
      `libs/${folder} has no floor, so nothing says what it may import. Say it in its package.json: "nx": { "tags": ["floor:4"] }, which is that of libraries with features.`,
    );
  }
  return tag;
}
