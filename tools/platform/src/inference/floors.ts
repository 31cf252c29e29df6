/**
 * The floor of each library. An import only goes down: `eslint.config.mjs` holds every `floor:N`
 * to the floors below it. Apps live on floor 6; tools stand beside the house and may import floor 0.
 */
const libraryFloors: Record<string, number> = {
  'mcp-features': 5,
  'mcp-edge': 4,
  auth: 3,
  audit: 3,
  telemetry: 3,
  scaling: 3,
  queue: 3,
  replicas: 3,
  'mcp-core': 2,
  database: 2,
  redis: 2,
  config: 1,
  foundation: 0,
};

const appFloor = 6;

/** The tags of the project at `root` (such as `libs/auth`): its type and, but for tools, its floor. */
export function tagsOf(root: string): string[] {
  const [area, folder = ''] = root.split('/');
  switch (area) {
    case 'apps':
      return ['type:app', `floor:${appFloor}`];
    case 'tools':
      return [folder === 'proofs' ? 'type:proof' : 'type:tool'];
    default:
      return ['type:lib', `floor:${floorOfLibrary(folder)}`];
  }
}

function floorOfLibrary(folder: string): number {
  const floor = libraryFloors[folder];
  if (floor === undefined) {
    throw new Error(
      `libs/${folder} has no floor, so nothing says what it may import: add it to ${__filename}.`,
    );
  }
  return floor;
}
