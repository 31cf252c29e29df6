import type { Plugin } from 'esbuild';

/** Zod can say what is wrong in fifty languages; all of its texts here are English. */
export const englishOnly: Plugin = {
  name: 'english-only',
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.(?:js|cjs)$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    }));
  },
};
