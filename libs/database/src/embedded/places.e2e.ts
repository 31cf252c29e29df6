import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Held, spawnHolder } from './holder-process.fixture';
import { canReach, type ServerUser } from './server-user';

const ROOT: ServerUser = { uid: 0, gid: 0 };
const ORDINARY: ServerUser = { uid: 65_534, gid: 65_534 };
/** Root can be anyone else; who must be able to read this checkout. */
const asRoot = process.getuid?.() === 0 ? it : it.skip;
const asAnyone = process.getuid?.() === 0 && canReach(ORDINARY, __dirname) ? it : it.skip;

describe('where the embedded PostgreSQL lives', () => {
  let folder: string;
  let workspace: string;

  /** Holds the server once, and tells what its holder was told. */
  async function heldBy(user: ServerUser): Promise<Held> {
    const holder = spawnHolder(workspace, { user, temporaryFolder: join(folder, 'tmp') });
    const held = await holder.held;
    await holder.release();
    return held;
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'places-'));
    workspace = join(folder, 'workspace');
    mkdirSync(workspace);
    mkdirSync(join(folder, 'tmp'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'tmp'), 0o1777);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  asRoot('is the temporary folder, when its user cannot enter the workspace', async () => {
    chmodSync(workspace, 0o700);
    const { note, error } = await heldBy(ROOT);
    expect(error).toBeUndefined();
    expect(note).toMatch(/cannot be entered by uid 65534.*\/tmp\/mcp-postgres-0-/);
  });

  asAnyone('is the workspace, for an ordinary user and for root after them', async () => {
    chownSync(workspace, ORDINARY.uid, ORDINARY.gid);
    const first = await heldBy(ORDINARY);
    expect(first).toEqual({ url: expect.stringContaining('127.0.0.1') });
    expect(await heldBy(ROOT)).toEqual(first);
  });

  asAnyone('is the temporary folder, when the workspace is read-only', async () => {
    const { note, error } = await heldBy(ORDINARY);
    expect(error).toBeUndefined();
    expect(note).toMatch(/workspace.*cannot be written \(EACCES\).*\/tmp\/mcp-postgres-65534-/);
  });

  asRoot('is nowhere, when another user made the temporary folder first', async () => {
    chmodSync(workspace, 0o700);
    await heldBy(ROOT);
    // Whoever foresees its name could put programs there for root to run.
    const [made] = readdirSync(join(folder, 'tmp'));
    chownSync(join(folder, 'tmp', made ?? ''), ORDINARY.uid, ORDINARY.gid);
    expect((await heldBy(ROOT)).error).toMatch(/belongs to another user: remove it/);
  });
});
