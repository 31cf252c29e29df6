import { LEGACY_REVISIONS, MODERN_REVISIONS, Resource } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { PlatformOptions } from '../../platform.options';

/** A resource of one fixed URI. What it returns goes to the client as JSON. */
@Injectable()
export class PlatformInfoResource {
  constructor(private readonly platform: PlatformOptions) {}

  @Resource({
    name: 'platform-info',
    title: 'About this server',
    description: 'Version, uptime in seconds, and the protocol revisions of both eras.',
    uri: 'platform://info',
    mimeType: 'application/json',
  })
  info() {
    return {
      version: this.platform.version,
      uptimeSeconds: Math.floor(process.uptime()),
      eras: { modern: MODERN_REVISIONS, legacy: LEGACY_REVISIONS },
    };
  }
}
