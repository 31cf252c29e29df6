import { DeployError, type DeployErrorCode } from '../../deploy/deploy.error';
import { isConnectionError, isTransientStatus } from '../../deploy/transient';
import type { Manifest } from './manifest';

const codes: Readonly<Record<number, DeployErrorCode>> = {
  400: 'USAGE',
  401: 'ACCESS_DENIED',
  403: 'ACCESS_DENIED',
  404: 'NOT_FOUND',
  422: 'USAGE',
};
const nextSteps: Readonly<Record<number, string>> = {
  401: 'Sign in again: the cluster does not take these credentials.',
  403: 'Give the account that right: docs/deploy/kubernetes.md.',
};

/** The failure of one call to Kubernetes in our terms. */
export function callFailure(
  verb: string,
  { kind, metadata }: Pick<Manifest, 'kind' | 'metadata'>,
  error: unknown,
): DeployError {
  const { body, message } = error as { body?: unknown; message: string };
  // An error of the connection has a text there, one of a signal a small number.
  const found = Number((error as { code?: unknown }).code);
  const code = found >= 100 ? found : 0;
  const reason = `${verb} ${kind} ${metadata.name} failed: ${messageOf(body) ?? message}`;
  const [name, step] = kindOfFailure(verb, kind, code);
  const text = step === undefined ? reason : `${reason}\n${step}`;
  const transient = code === 0 ? isConnectionError(error) : isTransientStatus(code);
  return new DeployError(name, text, [], { cause: error, transient });
}

function kindOfFailure(verb: string, kind: string, code: number) {
  if (code !== 409) return [codes[code] ?? 'FAILED', nextSteps[code]] as const;
  if (kind === 'Lease') return ['BUSY', 'Another deploy of this app began just now.'] as const;
  const step = 'Take the field out of the manifest, or take it over with --force-conflicts.';
  return verb === 'apply' ? (['USAGE', step] as const) : (['FAILED', undefined] as const);
}

/** The message in the body of a Status, which the client hands on as text or as an object. */
function messageOf(body: unknown): string | undefined {
  try {
    const status = (typeof body === 'string' ? JSON.parse(body) : body) as { message?: unknown };
    return typeof status?.message === 'string' ? status.message : undefined;
  } catch {
    return undefined;
  }
}
