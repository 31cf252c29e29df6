/*
 * What must be there before anything else is loaded: loaded first by the commands of this plugin, and
 * run by `npm start` itself. Whatever Node there is must understand it, so it is written for old ones.
 */
var fs = require('fs');
var path = require('path');

var root = path.join(__dirname, '../../..');
var fault = nodeFault() || packagesFault();
if (fault) {
  console.error(fault);
  process.exit(1);
}

function nodeFault() {
  var manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  var needed = manifest.engines.node.replace('>=', '');
  if (!isOlder(process.versions.node.split('.'), needed.split('.'))) return undefined;
  return (
    'This is Node.js ' +
    process.versions.node +
    ', and ' +
    needed +
    ' or later is needed: install one from https://nodejs.org, or with a version manager that ' +
    'reads .nvmrc, such as `nvm install`.'
  );
}

function isOlder(found, needed) {
  for (var part = 0; part < needed.length; part += 1) {
    if (Number(found[part]) !== Number(needed[part])) return found[part] - needed[part] < 0;
  }
  return false;
}

/** npm writes that file when it has installed everything. */
function packagesFault() {
  if (fs.existsSync(path.join(root, 'node_modules/.package-lock.json'))) return undefined;
  return 'The packages are not installed, or not all of them: run `npm ci` first.';
}
