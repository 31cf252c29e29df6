import { Injectable } from '@nestjs/common';
import { audio, file, image, Resource, resourceLink, Tool } from '..';
import { createHarness, type Harness } from '../testing';

/** A view of some bytes in the middle of others, as Node's pool gives them. */
const BYTES = new Uint8Array(new TextEncoder().encode('secret bytes secret').buffer, 7, 5);
const BASE64 = Buffer.from('bytes').toString('base64');

@Injectable()
class Media {
  @Tool({ name: 'image', description: 'An image.' })
  image() {
    return image(BYTES, 'image/png', { annotations: { audience: ['user'] } });
  }

  @Tool({ name: 'audio', description: 'A sound.' })
  audio() {
    return [audio(BYTES, 'audio/wav')];
  }

  @Tool({ name: 'file', description: 'A file.' })
  file() {
    return file(BYTES, { uri: 'file:///a.pdf', mimeType: 'application/pdf' });
  }

  @Tool({ name: 'note', description: 'A file of text.' })
  note() {
    return file('# Title', { mimeType: 'text/markdown' });
  }

  @Tool({ name: 'link', description: 'A link.' })
  link() {
    return resourceLink({ uri: 'test://plain', name: 'plain', mimeType: 'text/plain' });
  }

  @Tool({ name: 'buffer', description: 'Bytes as they are.' })
  buffer() {
    return Promise.resolve(Buffer.from('bytes'));
  }

  @Tool({ name: 'array', description: 'Bytes as they are.' })
  array() {
    return BYTES;
  }

  @Resource({ name: 'plain', description: 'Text.', uri: 'test://plain', meta: { owner: 'us' } })
  plain() {
    return 'text';
  }

  @Resource({
    name: 'own',
    description: 'Own meta.',
    uri: 'test://own',
    meta: { owner: 'us', a: 1 },
  })
  own() {
    return { contents: [{ uri: 'test://own', text: 'text', _meta: { owner: 'me' } }] };
  }

  @Resource({ name: 'bytes', description: 'Bytes.', uri: 'test://bytes', mimeType: 'image/png' })
  bytes() {
    return BYTES;
  }
}

const resource = (fields: object) => ({ type: 'resource', resource: fields });
const unnamed = resource({
  uri: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
  mimeType: 'application/octet-stream',
  blob: BASE64,
});

describe.each(['modern', 'legacy'] as const)('content for a %s client', (era) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness({ providers: [Media] });
  });
  afterAll(() => harness.close());

  it.each([
    [
      'image',
      { type: 'image', data: BASE64, mimeType: 'image/png', annotations: { audience: ['user'] } },
    ],
    ['audio', { type: 'audio', data: BASE64, mimeType: 'audio/wav' }],
    ['file', resource({ uri: 'file:///a.pdf', mimeType: 'application/pdf', blob: BASE64 })],
    [
      'note',
      resource({
        uri: expect.stringMatching(/^urn:uuid:/),
        mimeType: 'text/markdown',
        text: '# Title',
      }),
    ],
    ['link', { type: 'resource_link', uri: 'test://plain', name: 'plain', mimeType: 'text/plain' }],
    ['buffer', unnamed],
    ['array', unnamed],
  ])('is made of bytes: %s', async (name, block) => {
    const client = await harness.connect(era);
    expect((await client.callTool({ name })).content).toEqual([block]);
  });

  it.each([
    ['test://plain', { text: 'text', _meta: { owner: 'us' } }],
    ['test://own', { text: 'text', _meta: { owner: 'me', a: 1 } }],
    ['test://bytes', { blob: BASE64, mimeType: 'image/png' }],
  ])('has the meta of its resource: %s', async (uri, part) => {
    const client = await harness.connect(era);
    expect((await client.readResource({ uri })).contents).toEqual([{ uri, ...part }]);
  });
});
