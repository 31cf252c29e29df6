import { cloudRunFault } from '@repo/scaling/testing';
import { parse } from 'yaml';
import { textOf } from '../../workspace';
import { Grants, named, type Wire } from './grants';

/** @see https://cloud.google.com/run/docs/reference/iam/permissions */
const wire: Wire<string> = {
  needs: ({ method }) => (method === 'GET' ? 'run.services.get' : 'run.services.update'),
  denial: () => cloudRunFault(403, 'PERMISSION_DENIED'),
};

/** What the role lets the account do that it is granted to. */
export function googleRights(): Grants<string> {
  const role = parse(textOf('deploy/cloud-run/scaler-role.yaml')) as {
    readonly includedPermissions: readonly string[];
  };
  return new Grants(role.includedPermissions.map(named), wire);
}
