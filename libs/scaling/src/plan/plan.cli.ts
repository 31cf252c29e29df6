import { runPlan } from './plan-command';

/** `npx nx run worker:scaling-plan --days 14 --svg plan.svg` */
void runPlan(process.argv.slice(2), process.env, Date.now()).then(
  ({ exitCode, output, errors }) => {
    process.stdout.write(output);
    process.stderr.write(errors);
    process.exitCode = exitCode;
  },
);
