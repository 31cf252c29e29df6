import { organization } from '../../../identity';
import { type WireAnswer, type WireRequest } from '../wire-server';
import type { KubernetesObject } from './kubernetes-object';
import { conflictStatus, type FieldConflict, status } from './status';

const fieldManager = `${organization}-deploy`;

/** An apply that is refused, or what it makes of the object. */
type Applied = { readonly refused: WireAnswer } | { readonly object: KubernetesObject };

/** @param conflicts the fields that others own, which only force takes */
export function applied(
  { url, headers, body }: WireRequest,
  before: KubernetesObject,
  conflicts: readonly FieldConflict[],
): Applied {
  const isApply = headers['content-type']?.includes('application/apply-patch+yaml');
  if (!isApply || url.searchParams.get('fieldManager') !== fieldManager) {
    const message = 'The test wants server-side apply by the field manager of the deploy';
    return { refused: status(415, message) };
  }
  if (conflicts.length > 0 && url.searchParams.get('force') !== 'true') {
    return { refused: conflictStatus(conflicts) };
  }
  const spec = body.spec && { ...before?.spec, ...body.spec };
  const metadata = {
    ...before?.metadata,
    ...body.metadata,
    managedFields: [{ manager: fieldManager, operation: 'Apply' }],
  };
  return { object: { ...before, ...body, metadata, ...(spec ? { spec } : {}) } };
}
