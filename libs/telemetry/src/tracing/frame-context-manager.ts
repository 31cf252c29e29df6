import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';
import { currentFrame, runIn } from '../request/frame';

/** Keeps OpenTelemetry's context in the frame of the request. */
export class FrameContextManager implements ContextManager {
  active(): Context {
    return currentFrame()?.otel ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    otel: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return runIn({ log: currentFrame()?.log, otel }, () => work.call(self, ...args));
  }

  bind<T>(otel: Context, target: T): T {
    if (typeof target !== 'function') return target;
    const work = target as (...args: unknown[]) => unknown;
    const manager = this as FrameContextManager;
    return function (this: unknown, ...args: unknown[]) {
      return manager.with(otel, () => work.apply(this, args));
    } as T;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
