import { Tool, type ToolKind } from '../tool/tool';

const kind: ToolKind = {
  program: 'az',
  install: 'https://learn.microsoft.com/cli/azure/install-azure-cli',
  failures: [
    {
      says: /az login|AADSTS|InvalidAuthenticationToken|ExpiredAuthenticationToken/,
      code: 'ACCESS_DENIED',
      step: 'Sign in: az login, or let the pipeline assume an identity.',
    },
    {
      says: /AuthorizationFailed|does not have authorization|ForbiddenByRbac|\(Forbidden\)/,
      code: 'ACCESS_DENIED',
      step: 'Give the account that role: the guide in docs/deploy lists what a deploy needs.',
    },
    {
      says: /ResourceNotFound|ResourceGroupNotFound|SecretNotFound|BlobNotFound|was not found/,
      code: 'NOT_FOUND',
    },
    {
      says: /ContainerGroupTransitioning|AnotherOperationInProgress|\(Conflict\)|\b409\b/,
      code: 'BUSY',
      step: 'Azure is still at an earlier change: run the deploy again.',
    },
    { says: /InvalidTemplate|BadRequest|unrecognized arguments|Invalid[A-Z]\w+/, code: 'USAGE' },
  ],
};

/** The Azure CLI for one subscription. */
export const azFor = (subscription: string) =>
  new Tool(kind, ['--subscription', subscription, '--only-show-errors']);
