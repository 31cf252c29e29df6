/** The server that the workspace's own scripts mean where none is named. */
const DEFAULT_APP = 'api';

/** How a person in the workspace asks to have clients connected to the server of this app. */
export function connectProgram(app: string): string {
  return app === DEFAULT_APP ? 'npm run connect' : `APP=${app} npm run connect`;
}
