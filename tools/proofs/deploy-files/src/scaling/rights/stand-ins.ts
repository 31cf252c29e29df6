import https from 'node:https';

/** By the address of a platform that its client knows by heart: where its stand-in listens. */
export type StandIns = Readonly<Record<string, string>>;

/** Sends what is meant for a platform to its stand-in, as `STAND_INS` says, in this process. */
export function reachStandIns(): void {
  const standIns = JSON.parse(process.env['STAND_INS'] ?? '{}') as StandIns;
  const fetched = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const standIn = standIns[url.origin];
    return standIn === undefined
      ? fetched(input, init)
      : fetched(standIn + url.pathname + url.search, init);
  };
  const asked = https.request.bind(https) as (options: https.RequestOptions) => unknown;
  const request = (options: https.RequestOptions, ...rest: unknown[]) => {
    const standIn = standIns[`https://${options.hostname}`];
    if (standIn === undefined) return Reflect.apply(asked, https, [options, ...rest]) as unknown;
    const { hostname, port } = new URL(standIn);
    // Its certificate is made for the proof.
    const there = { ...options, hostname, host: hostname, port, rejectUnauthorized: false };
    return Reflect.apply(asked, https, [there, ...rest]) as unknown;
  };
  https.request = request as typeof https.request;
}
