import type { WireAnswer } from '../wire-server';
import type { KubernetesObject } from './kubernetes-object';
import { status } from './status';

/** The objects by their paths, each with a version that every write raises. */
export class ObjectStore {
  readonly objects = new Map<string, KubernetesObject>();
  private version = 1;

  /** @returns what is stored: the object with its new version */
  store(path: string, object: KubernetesObject): KubernetesObject {
    const resourceVersion = String(this.version++);
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion } };
    this.objects.set(path, stored);
    return stored;
  }

  create(path: string, object: KubernetesObject): WireAnswer {
    if (this.objects.has(path)) return status(409, `${path} already exists`);
    return { status: 201, body: this.store(path, object) };
  }

  replace(path: string, object: KubernetesObject): WireAnswer {
    const { resourceVersion } = this.objects.get(path).metadata;
    if (object.metadata.resourceVersion !== resourceVersion) return status(409, 'modified');
    return { status: 200, body: this.store(path, object) };
  }

  /** Its pods go with a Job. */
  delete(path: string): WireAnswer {
    if (!this.objects.delete(path)) return status(404, `${path} not found`);
    const job = path.split('/').at(-1)!;
    for (const [key, { kind, metadata }] of this.objects) {
      if (kind === 'Pod' && metadata.labels?.['job-name'] === job) this.objects.delete(key);
    }
    return { status: 200, body: {} };
  }

  /** @param selector labels, such as `job-name=migrate` */
  list(path: string, selector: string): WireAnswer {
    const labels = selector.split(',').filter(Boolean);
    const items = [...this.objects]
      .filter(([key]) => key.startsWith(`${path}/`))
      .map(([, item]) => item)
      .filter(({ metadata }) =>
        labels.every((label) => {
          const [key = '', value] = label.split('=');
          return metadata.labels?.[key] === value;
        }),
      );
    return { status: 200, body: { items } };
  }
}
