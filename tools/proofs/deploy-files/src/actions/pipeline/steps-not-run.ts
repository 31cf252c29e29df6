import { readWorkflow, type Step, workflowFiles } from '../workflow';

/** What a roll-out to ECS, with its registry, leaves out. */
export const isForKubernetes = ({ if: condition = '' }: Step) =>
  /DEPLOY_PLATFORM == 'kubernetes'|IS_ECR == 'false'/.test(condition);

/**
 * The steps of all workflows that no run has executed.
 *
 * @param executed as the runner notes them
 * @param counts which of them are asked about
 */
export const stepsNotRun = (
  executed: ReadonlySet<string>,
  counts: (step: Step) => boolean,
): string[] =>
  workflowFiles()
    .map(readWorkflow)
    .flatMap(({ path, jobs }) =>
      Object.entries(jobs).flatMap(([name, { steps = [] }]) =>
        steps.flatMap((step, index) => (counts(step) ? [`${path} ${name} ${index}`] : [])),
      ),
    )
    .filter((step) => !executed.has(step));
