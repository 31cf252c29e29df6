import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Job, type Workflow, workflowOf } from '../workflow';
import { Approvals } from './approvals';
import { type Contexts, Expressions } from './expression';
import type { Github, GithubEvent } from './github';
import {
  inOrder,
  labelOf,
  matrixOf,
  nameOf,
  needsOf,
  refuseUnknown,
  type Result,
  worstOf,
} from './jobs';
import { runSteps } from './steps';

type Outcome = { readonly result: Result; readonly outputs: Record<string, string> };

const SKIPPED: Outcome = { result: 'skipped', outputs: {} };

/** One run of a workflow. Its jobs go as far as they can; approvals are given from outside. */
export class WorkflowRun {
  readonly id: number;
  /** The jobs that have ended, by their names. */
  readonly results: Record<string, Result> = {};
  /** What the jobs that failed printed. */
  readonly logs: Record<string, string> = {};
  /** Of all jobs. */
  readonly done: Promise<Result>;
  private readonly approvals = new Approvals();

  /** @param attempt above 1 for a run that is run again */
  constructor(
    private readonly github: Github,
    private readonly workflow: Workflow,
    private readonly event: GithubEvent,
    private readonly attempt = 1,
  ) {
    this.id = github.nextRunId();
    this.done = this.run();
  }

  /** Until a job waits for the approval of an environment. */
  waitsFor = (environment: string): Promise<void> => this.approvals.asked(environment, this.done);

  isWaitingFor = (environment: string): boolean => this.approvals.isAsked(environment);

  approve = (environment: string): void => this.approvals.approve(environment);

  private async run(): Promise<Result> {
    const { workflow, event, github } = this;
    const declared = workflow.on[event.name]?.inputs ?? {};
    const defaults = Object.entries(declared).map(([name, one]) => [name, one.default]);
    const inputs = { ...Object.fromEntries(defaults), ...event.inputs } as Record<string, unknown>;
    const result = await this.runWorkflow(workflow, inputs, '');
    const succeeded = result.result === 'success';
    github.runs.push({
      ...{ workflow: workflow.name, event: event.name, sha: event.sha, succeeded },
    });
    return result.result;
  }

  private async runWorkflow(
    workflow: Workflow,
    inputs: Record<string, unknown>,
    prefix: string,
  ): Promise<Outcome> {
    const contexts = this.contexts(workflow, inputs);
    const { concurrency } = workflow;
    return this.inGroup(concurrency, contexts, async () => {
      const outcomes: Record<string, Promise<Outcome>> = {};
      for (const name of inOrder(workflow.jobs)) {
        const job = workflow.jobs[name]!;
        const label = labelOf(workflow, name, prefix);
        const outcome = this.runJob(workflow, job, label, contexts, (need) => outcomes[need]!);
        outcomes[name] = outcome.then((ended) => {
          this.results[label] = ended.result;
          return ended;
        });
      }
      const all = await Promise.all(Object.values(outcomes));
      return { result: worstOf(all.map(({ result }) => result)), outputs: {} };
    });
  }

  private async runJob(
    workflow: Workflow,
    job: Job,
    label: string,
    outer: Contexts,
    outcomeOf: (need: string) => Promise<Outcome>,
  ): Promise<Outcome> {
    refuseUnknown(label, job);
    const needs: Record<string, Outcome> = {};
    for (const need of needsOf(job)) needs[need] = await outcomeOf(need);
    const results = Object.values(needs).map(({ result }) => result);
    const contexts = { ...outer, needs };
    const expressions = new Expressions(contexts, {
      success: () => results.every((one) => one === 'success'),
      failure: () => results.includes('failure'),
      always: () => true,
      cancelled: () => false,
    });
    const condition = job.if ?? 'success()';
    const asksStatus = /\b(success|failure|always|cancelled)\(/.test(condition);
    const mayRun = asksStatus || results.every((one) => one === 'success');
    if (!mayRun || !expressions.condition(condition)) return SKIPPED;

    if (job.uses !== undefined) {
      const called = this.read(job.uses);
      const declared = called.on['workflow_call']?.inputs ?? {};
      const given = Object.entries(job.with ?? {});
      const unknown = given.find(([name]) => !(name in declared));
      if (unknown) throw new Error(`${job.uses} has no input ${unknown[0]}.`);
      const inputs = {
        ...Object.fromEntries(Object.entries(declared).map(([key, one]) => [key, one.default])),
        ...Object.fromEntries(given.map(([key, one]) => [key, expressions.value(one)])),
      };
      return this.runWorkflow(called, inputs, label);
    }
    const variants = matrixOf(job, expressions);
    const all = await Promise.all(
      variants.map((matrix) => this.runVariant(workflow, job, label, { ...contexts, matrix })),
    );
    return { result: worstOf(all.map(({ result }) => result)), outputs: all[0]!.outputs };
  }

  private async runVariant(
    workflow: Workflow,
    job: Job,
    label: string,
    outer: Contexts,
  ): Promise<Outcome> {
    const { github, event } = this;
    const name = job.environment && new Expressions(outer).text(job.environment);
    const environment = name ? github.environment(name) : undefined;
    const vars = { ...github.variables, ...environment?.variables };
    const contexts = { ...outer, vars, secrets: { ...environment?.secrets } };
    const deployment = name ? github.deploy(name, event.sha) : undefined;
    if (name && environment?.reviewed) await this.approvals.ask(name);
    return this.inGroup(job.concurrency, contexts, async () => {
      deployment?.('IN_PROGRESS');
      const folder = github.newFolder();
      mkdirSync(join(folder, 'work'));
      const expressions = new Expressions(contexts);
      const env = { ...expressions.table(workflow.env), ...expressions.table(job.env) };
      const hasToken = job.permissions?.['id-token'] === 'write';
      const { succeeded, steps, log } = await runSteps(job.steps ?? [], env, {
        ...{ github, name: label, workspace: join(folder, 'work'), temporary: join(folder, 'tmp') },
        contexts,
        identity: hasToken ? name : undefined,
        workflow: this.workflow.name,
        source: `${workflow.path} ${nameOf(workflow, job)}`,
      });
      this.logs[label] = log;
      deployment?.(succeeded ? 'SUCCESS' : 'FAILURE');
      const outputs = new Expressions({ ...contexts, steps }).table(job.outputs);
      return { result: succeeded ? 'success' : 'failure', outputs };
    });
  }

  private async inGroup(
    concurrency: { readonly group: string } | undefined,
    contexts: Contexts,
    run: () => Promise<Outcome>,
  ): Promise<Outcome> {
    if (concurrency === undefined) return run();
    const leave = await this.github.groups.enter(new Expressions(contexts).text(concurrency.group));
    if (leave === undefined) return { result: 'cancelled', outputs: {} };
    try {
      return await run();
    } finally {
      leave();
    }
  }

  private contexts(workflow: Workflow, inputs: Record<string, unknown>): Contexts {
    const { github, event, attempt } = this;
    const isPull = event.name === 'pull_request';
    return {
      github: {
        ...{ event_name: event.name, sha: event.sha, event: event.payload ?? {} },
        ...{ repository: github.repository, server_url: 'https://github.com' },
        ...{ ref: isPull ? 'refs/pull/1/merge' : 'refs/heads/main', head_ref: isPull ? 'x' : '' },
        // A workflow that is called has the name of its caller.
        ...{ workflow: this.workflow.name, token: 'none', run_id: this.id, run_attempt: attempt },
      },
      ...{ inputs, vars: github.variables, secrets: {} },
      runner: { os: 'Linux', arch: 'X64' },
    };
  }

  private read(uses: string): Workflow {
    const file = join(this.github.origin, uses);
    if (!existsSync(file)) throw new Error(`${uses} is no workflow of this repository.`);
    const text = readFileSync(file, 'utf8');
    return workflowOf(uses.replace('./', ''), text);
  }
}
