import { formatFiles, logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { addTarget, type Target } from './add-target';
import { rulesFaults } from './rules-faults';

interface Options extends Target {
  readonly file: string;
}

/** `nx g platform:scaling-target <name>`: a target of off-hours scaling, in a file of rules. */
export default async function scalingTargetGenerator(
  tree: Tree,
  { file, ...target }: Options,
): Promise<GeneratorCallback> {
  const rules = tree.read(file, 'utf8');
  if (rules === null) throw new Error(`There is no ${file}: say by --file which rules to add to.`);
  const text = addTarget(rules, target);
  const faults = await rulesFaults(file, text);
  if (faults !== undefined) {
    throw new Error(`Nothing was added, as these rules would have faults:\n${faults}`);
  }
  tree.write(file, text);
  await formatFiles(tree);

  return () =>
    logger.info(`
${target.name} is a target in ${file}. Next:
  npx nx run worker:scaling-plan --config ${file}    # what that means for the next week
Where dry_run is true the worker decides and reports, and changes nothing.`);
}
