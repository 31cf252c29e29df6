import { differences } from '../../differences';
import type { Plan } from '../../platform';
import { pickManagedFields } from '../templates/pick-managed-fields';
import { type CloudRunApi, type KnativeJob, serveArguments } from './cloud-run-api';
import { type KnativeService, servingRevision, type Traffic } from './knative';
import type { RenderedService } from './render-service';
import { chooseRevision } from './revision-name';

/** What a deploy to Cloud Run would do, and what it found. */
export interface CloudRunPlan extends Plan {
  readonly service: KnativeService;
  readonly migration?: KnativeJob;
  readonly revision: string;
  /** The revision to go back to; none where nothing ran yet. */
  readonly former?: string;
}

const minScale = 'run.googleapis.com/minScale';

/** Compares what runs with what should. Changes nothing. */
export async function planCloudRun(
  api: CloudRunApi,
  { service: wanted, migration }: RenderedService,
): Promise<CloudRunPlan> {
  const { name } = wanted.metadata;
  const live = await api.service(name);
  const { name: revision, state } = chooseRevision(name, wanted, live);
  const former = servingRevision(live);
  const service = released(wanted, revision, former, live);
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

/** The size is that of the nightly scaling, as soon as there is one. */
const isOfTemplate = (line: string) => !line.includes(minScale);

/** Under its name, and without traffic where something serves already. */
function released(
  { metadata, spec, ...rest }: KnativeService,
  revision: string,
  former: string | undefined,
  live: KnativeService | undefined,
): KnativeService {
  const traffic: Traffic[] = former ? [{ revisionName: former, percent: 100 }] : [];
  const kept = live?.metadata.annotations?.[minScale];
  const { resourceVersion } = live?.metadata ?? {};
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, ...(kept === undefined ? {} : { [minScale]: kept }) },
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
