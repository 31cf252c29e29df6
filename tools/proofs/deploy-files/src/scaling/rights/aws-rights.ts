import type { ApiRequest } from '@repo/scaling/testing';
import { type Grant, Grants, type Wire } from './grants';

interface Asked {
  readonly action: string;
  /** `*` where the call knows none. */
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

interface Body {
  readonly cluster: string;
  readonly services: readonly string[];
  readonly service: string;
  readonly resourceArn: string;
  readonly ServiceNamespace: string;
  readonly ScalableDimension: string;
}

/** @param account whose services are asked for; the region is that of the request's signature */
const wireOf = (account: string): Wire<Asked> => ({
  needs: (request): Asked => {
    const { headers, body } = request as ApiRequest<Body>;
    const [api, call] = String(headers['x-amz-target']).split('.');
    // AWS4-HMAC-SHA256 Credential=<key>/<date>/<region>/…
    const [, , region] = (headers.authorization ?? '').split('/');
    if (api !== 'AnyScaleFrontendService') {
      const name = body.service ?? body.services?.[0];
      const arn = `arn:aws:ecs:${region}:${account}:service/${body.cluster}/${name}`;
      return { action: `ecs:${call}`, resource: body.resourceArn ?? arn, context: {} };
    }
    // Ids of scalable targets are Amazon's; describing them knows no resource.
    const id = `arn:aws:application-autoscaling:${region}:${account}:scalable-target/0ec5`;
    return {
      action: `application-autoscaling:${call}`,
      resource: call === 'RegisterScalableTarget' ? id : '*',
      context: {
        'application-autoscaling:service-namespace': body.ServiceNamespace,
        'application-autoscaling:scalable-dimension': body.ScalableDimension,
      },
    };
  },
  denial: ({ action, resource }) => ({
    status: 400,
    body: { __type: 'AccessDeniedException', message: `not authorized: ${action} on ${resource}` },
  }),
});

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What a template of CloudFormation lets a role do with ECS and its autoscaling. */
export function awsRights(
  { Resources }: { readonly Resources: Readonly<Record<string, unknown>> },
  roleName: string,
  account: string,
): Grants<Asked> {
  const resources = Object.entries(Resources) as [string, Resource][];
  const [role] = resources.find(([, { Properties }]) => Properties?.['RoleName'] === roleName)!;
  const statements = resources
    .filter(([, { Type, Properties }]) => Type === 'AWS::IAM::Policy' && isOf(Properties, role))
    .flatMap(([, { Properties }]) => statementsOf(Properties))
    .filter(({ Action }) => /^(ecs|application-autoscaling):/.test([Action].flat()[0]!));
  return new Grants(statements.flatMap(grantsOf), wireOf(account));
}

const isOf = ({ Roles }: Resource['Properties'], role: string) =>
  JSON.stringify(Roles).includes(JSON.stringify({ Ref: role }));

const statementsOf = ({ PolicyDocument }: Resource['Properties']) =>
  (PolicyDocument as { Statement: readonly Statement[] }).Statement;

function grantsOf({ Effect, Action, Resource, Condition }: Statement): Grant<Asked>[] {
  const conditions = Object.entries(Condition?.StringEquals ?? {});
  if (Effect !== 'Allow') throw new Error(`The proofs know no effect ${Effect}.`);
  return [Action].flat().map((action) => ({
    name: action,
    covers: (asked) =>
      asked.action === action &&
      [Resource].flat().some((pattern) => isLike(String(pattern), asked.resource)) &&
      conditions.every(([key, value]) => asked.context[key] === value),
  }));
}

/** With the only wildcard that the policies use: the last character. */
function isLike(pattern: string, text: string): boolean {
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
