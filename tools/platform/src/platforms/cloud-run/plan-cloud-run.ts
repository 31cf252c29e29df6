import { differences, pickManagedFields } from '../../deploy/differences';
import {
  type CloudRunApi,
  type KnativeJob,
  serveArguments,
} from '../../deploy/google/cloud-run-api';
import {
  chooseRevision,
  type KnativeService,
  servingRevision,
  type Traffic,
} from '../../deploy/google/knative-service';
import type { Plan } from '../../deploy/platform';
import type { RenderedService } from './render-service';

/** What a deploy to Cloud Run would do, and what it found. */
export interface CloudRunPlan extends Plan {
  readonly service: KnativeService;
  readonly migration?: KnativeJob;
  readonly revision: string;
  /** The revision to go back to; none where nothing ran yet. */
  readonly former?: string;
}

const MIN_SCALE = 'run.googleapis.com/minScale';

/** Compares what runs with what should. Changes nothing. */
export async function planCloudRun(
  api: CloudRunApi,
  { service: wanted, migration }: RenderedService,
): Promise<CloudRunPlan> {
  const { name } = wanted.metadata;
  const live = await api.service(name);
  const { name: revision, state } = chooseRevision(name, wanted, live);
  const former = servingRevision(live);
  const service = serviceOf(wanted, revision, former, live);
  if (state === 'change') await api.validate(service);
  const { spec, metadata } = wanted;
  return {
    state,
    service,
    revision,
    ...(migration === undefined ? {} : { migration }),
    ...(former === undefined ? {} : { former }),
    calls: callsOf(api, name, revision, migration),
    differences: live
      ? differences(pickManagedFields(live, { spec, metadata }), { spec, metadata }).filter(
          isOfTemplate,
        )
      : [`${name}: new`],
  };
}

/** The scheduled scaling owns the number of instances once it has set one. */
const isOfTemplate = (line: string) => !line.includes(MIN_SCALE);

/** Under its name, and without traffic where something serves already. */
function serviceOf(
  { metadata, spec, ...rest }: KnativeService,
  revision: string,
  former: string | undefined,
  live: KnativeService | undefined,
): KnativeService {
  const traffic: Traffic[] = former ? [{ revisionName: former, percent: 100 }] : [];
  const scheduled = live?.metadata.annotations?.[MIN_SCALE];
  const { resourceVersion } = live?.metadata ?? {};
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        ...(scheduled === undefined ? {} : { [MIN_SCALE]: scheduled }),
      },
      // Cloud Run refuses the change when another came first.
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
    },
    spec: {
      ...spec,
      template: { ...spec.template, metadata: { ...spec.template.metadata, name: revision } },
      ...(traffic.length > 0 ? { traffic } : {}),
    },
  };
}

function callsOf(api: CloudRunApi, name: string, revision: string, migration?: KnativeJob) {
  const { run } = api;
  return [
    ...(migration === undefined
      ? []
      : [
          run.line(['run', 'jobs', 'replace', 'migration.yaml']),
          run.line(['run', 'jobs', 'execute', migration.metadata.name, '--wait']),
        ]),
    run.line(['run', 'services', 'replace', `${revision}.yaml`]),
    run.line(serveArguments(name, revision)),
  ];
}
