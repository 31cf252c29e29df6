import { Injectable } from '@nestjs/common';
import { register } from 'prom-client';

/** Where the text of `/metrics` comes from. */
export abstract class MetricsSource {
  readonly contentType: string = register.contentType;

  /** @throws when there is none now */
  abstract text(): Promise<string>;
}

/** This process alone. */
@Injectable()
export class OwnMetrics extends MetricsSource {
  text(): Promise<string> {
    return register.metrics();
  }
}
