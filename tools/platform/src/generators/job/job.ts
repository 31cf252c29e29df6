import { join } from 'node:path';
import { formatFiles, generateFiles, logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { featureLibrary, folderIn } from '../feature-library-of';
import { namesOf } from '../naming';
import { commands } from '../next-commands';
import { addToArray, addToModule } from '../source-edits';
import { sourcesBelow } from '../sources-below';

interface Options {
  readonly name: string;
  /** When the worker adds one by itself, as cron writes it. */
  readonly schedule?: string;
  readonly folder?: string;
}

const CRON = /^[\d*/,-]+( [\d*/,-]+){4}$/;

/** `nx g platform:job <name>`: a job that the worker runs, its spec, and its place in the module of jobs. */
export default async function jobGenerator(
  tree: Tree,
  { name, schedule, folder: ownFolder }: Options,
): Promise<GeneratorCallback> {
  const names = namesOf(name);
  if (schedule !== undefined && !CRON.test(schedule)) {
    throw new Error(
      `"${schedule}" is no schedule of five fields: minute, hour, day, month, weekday, such as "0 6 * * 1".`,
    );
  }
  const library = featureLibrary(tree);
  const folder = folderIn(library, ownFolder ?? names.fileName);
  const file = `${folder}/${names.fileName}.job.ts`;
  refuseTaken(tree, names.fileName, file);

  generateFiles(tree, join(__dirname, 'files'), folder, { tmpl: '', ...names, schedule });
  const lists = `${library.sources}/jobs.module.ts`;
  const left = [
    addToArray(tree, 'jobs', { file: lists, name: names.className, from: file }),
    addToModule(tree, 'providers', { file: lists, name: `${names.className}Job`, from: file }),
  ].filter((line) => line !== undefined);
  await formatFiles(tree);

  const when =
    schedule === undefined
      ? `Add one by queues.add(${names.className}, { subject: '…' }), with Queues of @repo/queue.`
      : `The worker adds one by itself, by "${schedule}" in UTC.`;
  return () => {
    for (const line of left) logger.warn(line);
    logger.info(`
The job ${names.fileName} is handled by ${names.className}Job in ${file}. ${when} Next:
${commands([
  [`npx jest ${folder}`, 'its spec, which you extend with its work'],
  ['npm run dev', 'the api and the worker'],
])}`);
  };
}

/** @throws {Error} there is such a file, or a job of that name in any library */
function refuseTaken(tree: Tree, name: string, file: string): void {
  const definition = new RegExp(`defineJob\\b[^;]*'${name}'`);
  const isTaken = (other: string) => definition.test(tree.read(other, 'utf8') ?? '');
  const other = tree.exists(file) ? file : sourcesBelow(tree, 'libs').find(isTaken);
  if (other === undefined) return;
  throw new Error(`There is a job of that name in ${other}: take another name.`);
}
