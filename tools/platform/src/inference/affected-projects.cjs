/*
 * Prints, for each file among the arguments, the projects whose target `nx affected` would run had
 * that file changed: affected-projects.cjs <target> <file>... It asks the functions of that command
 * itself, with one graph of the projects for all files.
 */
const { getAffectedGraphNodes } = require('nx/src/command-line/affected/affected');
const { createProjectGraphAsync } = require('nx/src/project-graph/project-graph');
const { projectHasTarget } = require('nx/src/utils/project-graph-utils');

async function main(target, files) {
  const graph = await createProjectGraphAsync({ exitOnError: true });
  const projectsByFile = {};
  for (const file of files) {
    const affected = await getAffectedGraphNodes({ files: [file] }, graph);
    const projects = affected.filter((project) => projectHasTarget(project, target));
    projectsByFile[file] = projects.map(({ name }) => name).sort();
  }
  // Nx leaves handles open.
  process.stdout.write(JSON.stringify(projectsByFile), () => process.exit(0));
}

const [target, ...files] = process.argv.slice(2);
void main(target, files);
