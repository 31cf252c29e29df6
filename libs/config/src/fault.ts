/** One thing that is wrong with the environment. Holds no secret: `found` is masked. */
export interface Fault {
  /** The variable's name. */
  readonly name: string;
  /** What was found, masked where it is secret. */
  readonly found: string;
  /** What is allowed. */
  readonly allowed: string;
  /** Why, or what to do next. */
  readonly hint?: string | undefined;
}

/** `PORT: found "80a", allowed: an integer from 0 to 65535` */
export function faultText({ name, found, allowed, hint }: Fault): string {
  return `${name}: found ${found}, allowed: ${allowed}${hint === undefined ? '' : `; ${hint}`}`;
}
