import { createHash } from 'node:crypto';
import { Tool } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Input = z.object({ rounds: z.int().min(1).max(100_000) });

/** Works: the same for the same number of rounds, about a microsecond each. */
@Injectable()
export class DigestTool {
  @Tool({ name: 'digest', description: 'Hashes again and again.', input: Input })
  digest({ rounds }: z.infer<typeof Input>) {
    let digest = '';
    for (let round = 0; round < rounds; round += 1) {
      digest = createHash('sha256').update(digest).digest('hex');
    }
    return digest;
  }
}
