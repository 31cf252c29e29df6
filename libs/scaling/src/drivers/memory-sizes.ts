import type { Size } from '../size';
import type { DriverTarget, EarlierSizes } from './scaling-driver';

/** Forgets with its process: for tests, and for targets whose rules say all there is to know. */
export class MemorySizes implements EarlierSizes {
  private readonly sizes = new Map<string, Size>();

  async read({ name }: DriverTarget): Promise<Size | undefined> {
    return this.sizes.get(name);
  }

  async keep({ name }: DriverTarget, size: Size): Promise<void> {
    this.sizes.set(name, size);
  }

  async forget({ name }: DriverTarget): Promise<void> {
    this.sizes.delete(name);
  }
}
