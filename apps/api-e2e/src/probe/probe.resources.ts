import { Injectable, NotFoundException } from '@nestjs/common';
import { Completion, Resource, ResourceNotFoundError } from '@repo/mcp-core';

const PAGE = 'probe://pages/{language}/{+path}';

/** What a resource may return, and how it is missing. */
@Injectable()
export class ProbeResources {
  @Resource({ name: 'probe_text', description: 'Text.', uri: 'probe://text', meta: { by: 'us' } })
  text() {
    return 'a text';
  }

  @Resource({ name: 'probe_json', description: 'A value.', uri: 'probe://json' })
  json() {
    return { city: 'Berlin' };
  }

  @Resource({ name: 'probe_bytes', description: 'Bytes.', uri: 'probe://bytes' })
  bytes() {
    return Buffer.from([1, 2, 3]);
  }

  @Resource({ name: 'probe_nothing', description: 'None today.', uri: 'probe://nothing' })
  nothing() {
    return undefined as unknown as string;
  }

  @Resource({ name: 'probe_missing', description: 'Throws.', uri: 'probe://missing' })
  missing(): string {
    throw new ResourceNotFoundError('probe://missing');
  }

  @Resource({ name: 'probe_gone', description: 'Throws.', uri: 'probe://gone' })
  gone(): string {
    throw new NotFoundException('Gone.');
  }

  @Resource({ name: 'probe_page', description: 'A page.', uriTemplate: PAGE })
  page({ language, path }: { language: string; path: string }) {
    return `${path} (${language})`;
  }

  @Completion({ resource: PAGE, argument: 'language' })
  languages(typed: string) {
    const values = ['de', 'en', 'es'].filter((language) => language.startsWith(typed));
    return { values, total: 7_000 };
  }
}
