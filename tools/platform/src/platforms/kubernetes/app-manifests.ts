import { parseAllDocuments } from 'yaml';
import { DeployError } from '../../deploy/deploy.error';
import { containersOf, type Manifest } from './manifest';

/** What one app brings to the cluster. */
export interface AppManifests {
  readonly deployment: Manifest;
  /** An administrator's: made where it is missing, and else left as it is. */
  readonly namespace?: Manifest;
  /** Brings the database up to date; only the app whose image it runs has it. */
  readonly migration?: Manifest;
  /** What must be there before a new version starts, in the order of the manifests. */
  readonly before: readonly Manifest[];
  /** The Deployment and what comes with it. */
  readonly after: readonly Manifest[];
  /** Those of all apps. */
  readonly declared: readonly Manifest[];
  /** The names of the other apps' Deployments. */
  readonly others: readonly string[];
}

const PHASE_LABEL = 'deploy-phase';

/**
 * The manifests of one app, with the image that is to run, taken from those of all. What has the
 * name of another app's Deployment is that app's; what has neither name is shared.
 *
 * @param yaml as `kubectl kustomize` renders it
 * @throws {DeployError} USAGE
 */
export function appManifests(yaml: string, app: string, image: string): AppManifests {
  const all = parse(yaml);
  const deployments = all.filter(({ kind }) => kind === 'Deployment');
  const template = deployments.find((one) => containersOf(one).some(({ name }) => name === app));
  const unreleased = template && containersOf(template).find(({ name }) => name === app)?.image;
  if (template === undefined || unreleased === undefined) {
    throw new DeployError('USAGE', `No Deployment has a container ${app} with an image.`);
  }
  const others = new Set(deployments.map(({ metadata }) => metadata.name));
  others.delete(template.metadata.name);
  const own = all
    .filter(({ metadata }) => !others.has(metadata.name))
    .map((manifest) => withImage(manifest, unreleased, image));

  const isMigration = (manifest: Manifest) => manifest.kind === 'Job';
  const migration = own.find((one) => isMigration(one) && usesImage(one, image));
  const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
  const namespace = own.find(isNamespace);
  const rest = own.filter((one) => !isMigration(one) && !isNamespace(one));
  const isBefore = ({ metadata }: Manifest) => metadata.labels?.[PHASE_LABEL] === 'prepare';
  return {
    deployment: rest.find(({ kind }) => kind === 'Deployment')!,
    ...(namespace === undefined ? {} : { namespace }),
    ...(migration === undefined ? {} : { migration: named(migration, image) }),
    before: rest.filter(isBefore),
    after: rest.filter((one) => !isBefore(one)),
    declared: all,
    others: [...others],
  };
}

function parse(yaml: string): Manifest[] {
  const documents = parseAllDocuments(yaml);
  const faults = documents.flatMap(({ errors }) => errors.map(({ message }) => message));
  if (faults.length > 0) throw new DeployError('USAGE', `The manifests: ${faults.join('; ')}`);
  return documents.map((document) => document.toJS() as Manifest).filter(Boolean);
}

const usesImage = (manifest: Manifest, image: string) =>
  containersOf(manifest).some((container) => container.image === image);

function withImage(manifest: Manifest, from: string, to: string): Manifest {
  const { spec } = manifest;
  if (!usesImage(manifest, from)) return manifest;
  const containers = containersOf(manifest).map((container) =>
    container.image === from ? { ...container, image: to } : container,
  );
  const pod = { ...spec?.template, spec: { ...spec?.template?.spec, containers } };
  return { ...manifest, spec: { ...spec, template: pod } };
}

/** A Job cannot be changed, so each image has one of its own. */
function named(job: Manifest, image: string): Manifest {
  const version = image.slice(-64).slice(0, 12);
  return { ...job, metadata: { ...job.metadata, name: `${job.metadata.name}-${version}` } };
}
