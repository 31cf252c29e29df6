/** Tells at the end of a process, in the file that `LOADED_MODULES` names, what it has loaded. */
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  writeFileSync(process.env.LOADED_MODULES, JSON.stringify(Object.keys(require.cache)));
});
