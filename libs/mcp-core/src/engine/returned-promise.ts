import { isObservable, type Observable } from 'rxjs';

/**
 * What has to be awaited of a method's return value: anything with a `then`, as query builders and
 * promise libraries give it, and an Observable, of which the last value counts as in Nest's
 * controllers.
 *
 * @param cancellation its signal is made at the first access, so it is read for an Observable alone
 * @returns undefined for a value that is there
 */
export function returnedPromise(
  returned: unknown,
  cancellation: { readonly signal: AbortSignal },
): Promise<unknown> | undefined {
  if (returned instanceof Promise) return returned;
  if ((typeof returned !== 'object' && typeof returned !== 'function') || returned === null) {
    return undefined;
  }
  if (typeof (returned as { then?: unknown }).then === 'function') return Promise.resolve(returned);
  return isObservable(returned) ? lastOf(returned, cancellation.signal) : undefined;
}

/** Settles at the end; at an abort the call is over, and only the source is let go. */
function lastOf(source: Observable<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let last: unknown;
    const subscription = source.subscribe({
      next: (value) => (last = value),
      error: reject,
      complete: () => resolve(last),
    });
    if (signal.aborted) subscription.unsubscribe();
    else signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  });
}
