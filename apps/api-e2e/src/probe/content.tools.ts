import { Injectable } from '@nestjs/common';
import { audio, file, image, resourceLink, Tool } from '@repo/mcp-core';
import { RED_PIXEL_PNG, SILENCE_WAV } from '../fixtures/media';

const PNG = Buffer.from(RED_PIXEL_PNG, 'base64');
const WAV = Buffer.from(SILENCE_WAV, 'base64');

/** Content that is no text, made of bytes. */
@Injectable()
export class ContentTools {
  @Tool({ name: 'content_image', description: 'An image.' })
  image() {
    return image(PNG, 'image/png');
  }

  @Tool({ name: 'content_audio', description: 'A sound.' })
  audio() {
    return audio(WAV, 'audio/wav');
  }

  @Tool({ name: 'content_file', description: 'A file of text.' })
  file() {
    return file('a,b\n1,2\n', { uri: 'file:///table.csv', mimeType: 'text/csv' });
  }

  @Tool({ name: 'content_bytes', description: 'Bytes that say nothing of themselves.' })
  bytes() {
    return PNG;
  }

  @Tool({ name: 'content_link', description: 'A resource to read when it is needed.' })
  link() {
    return resourceLink({ uri: 'probe://text', name: 'probe_text' });
  }

  @Tool({ name: 'content_blocks', description: 'Several blocks.' })
  blocks() {
    return [{ type: 'text' as const, text: 'An image:' }, image(PNG, 'image/png')];
  }

  @Tool({ name: 'content_result', description: 'A whole result of the protocol.' })
  result() {
    return {
      content: [{ type: 'text' as const, text: 'refused' }],
      isError: true,
      _meta: { 'example.com/why': 'policy' },
    };
  }
}
