/** The release that runs, of the app's package.json. */
export { version } from '../package.json';
