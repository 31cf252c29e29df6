import type { Tree } from '@nx/devkit';

/** An app that serves features. */
export interface ServerApp {
  /** Its folder in `apps`. */
  readonly app: string;
  /** Where it listens by default. */
  readonly port: number;
}

/** What serves the main library, and all that this one imports. */
const MAIN_SERVER: ServerApp = { app: 'api', port: 8_000 };

/** The server whose `server.ts` names the module of a library; else the main one. */
export function serverOf(tree: Tree, library: string): ServerApp {
  return servers(tree).find(({ text }) => text.includes(`from '@repo/${library}'`)) ?? MAIN_SERVER;
}

/** The apps that serve features beside the main one. */
export const furtherServers = (tree: Tree): string[] =>
  servers(tree).flatMap(({ app }) => (app === MAIN_SERVER.app ? [] : [app]));

/** The ports that servers listen on by default. */
export const takenPorts = (tree: Tree): number[] => servers(tree).map(({ port }) => port);

function servers(tree: Tree): (ServerApp & { readonly text: string })[] {
  return tree.children('apps').flatMap((app) => {
    const text = tree.read(`apps/${app}/src/server.ts`, 'utf8');
    if (text === null) return [];
    return [{ app, text, port: Number(/^ *port: (\d+)/m.exec(text)?.[1] ?? MAIN_SERVER.port) }];
  });
}
