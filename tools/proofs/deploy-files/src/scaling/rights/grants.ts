import type { ApiAnswer, ApiRequest } from '@repo/scaling/testing';

/** One right, as a file of the deployment grants it. */
export interface Grant<Permission = string> {
  readonly name: string;
  covers(permission: Permission): boolean;
}

/** How a platform names what a request needs, and how it refuses. */
export interface Wire<Permission> {
  needs(request: ApiRequest): Permission;
  denial(permission: Permission): ApiAnswer;
}

/** The rights of one account: nothing goes by that no file grants. */
export class Grants<Permission> {
  private readonly asked = new Set<Grant<Permission>>();

  constructor(
    private readonly grants: readonly Grant<Permission>[],
    private readonly wire: Wire<Permission>,
  ) {}

  /** A stand-in that refuses as its platform does, before anything happens. */
  enforcedOn(answer: (request: ApiRequest<never>) => ApiAnswer) {
    return (request: ApiRequest): ApiAnswer => {
      const permission = this.wire.needs(request);
      const grant = this.grants.find((one) => one.covers(permission));
      if (grant === undefined) return this.wire.denial(permission);
      this.asked.add(grant);
      return answer(request as ApiRequest<never>);
    };
  }

  /** What is granted and was not needed. */
  get unused(): string[] {
    return this.grants.filter((grant) => !this.asked.has(grant)).map(({ name }) => name);
  }
}

/** A right that is just its name. */
export const named = (name: string): Grant => ({ name, covers: (asked) => asked === name });
