import { Tool, type ToolKind } from '../tool/tool';
import type { GoogleEnvironment } from './environment-file';

const kind: ToolKind = {
  program: 'gcloud',
  install: 'https://cloud.google.com/sdk/docs/install',
  failures: [
    {
      says: /Reauthentication|do not currently have an active account|auth login|UNAUTHENTICATED/,
      code: 'ACCESS_DENIED',
      step: 'Sign in: gcloud auth login, or let the pipeline assume an account.',
    },
    {
      says: /PERMISSION_DENIED|does not have permission|Permission .* denied|\b403\b/i,
      code: 'ACCESS_DENIED',
      step: 'Give the account that right: docs/deploy/cloud-run.md lists what a deploy needs.',
    },
    {
      says: /Cannot find (service|job)|NOT_FOUND|could not be found|was not found/,
      code: 'NOT_FOUND',
    },
    {
      says: /ABORTED|\b409\b|Conflict for resource/,
      code: 'BUSY',
      step: 'Somebody changed it at the same time: run the deploy again.',
    },
    { says: /unrecognized arguments|Invalid value|INVALID_ARGUMENT/, code: 'USAGE' },
  ],
};

/** gcloud for the services of one environment, which asks nothing. */
export const gcloudRun = ({ project, region }: GoogleEnvironment) =>
  new Tool(kind, [`--project=${project}`, `--region=${region}`, '--quiet']);

/** gcloud for what belongs to no region, such as logs. */
export const gcloudOf = ({ project }: GoogleEnvironment) =>
  new Tool(kind, [`--project=${project}`, '--quiet']);
