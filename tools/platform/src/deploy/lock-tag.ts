import type { DeployLock } from './platform';

const form = /^(?<holder>[\w.:/=+@-]{1,200}) (?<expires>\d{1,15})$/;

/** The lock of a deploy, in the characters that a tag may have. */
export const writeLockTag = ({ holder, expires }: DeployLock) =>
  `${holder.replace(/[^\w.:/=+@-]/g, '-').slice(0, 200)} ${expires}`;

/** `undefined` where the tag is missing or has another form. */
export function readLockTag(value: string | undefined): DeployLock | undefined {
  const { holder, expires } = form.exec(value ?? '')?.groups ?? {};
  return holder === undefined ? undefined : { holder, expires: Number(expires) };
}
