import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for 127.0.0.1, made for one test: Azure's clients send tokens over TLS only. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
  const commonName = Buffer.concat([Buffer.from('0603550403', 'hex'), tagged(0x0c, 'fake')]);
  const name = sequence(tagged(0x31, sequence(commonName)));
  const validity = sequence(tagged(0x17, '200101000000Z'), tagged(0x17, '490101000000Z'));
  const address = tagged(0x87, Buffer.from([127, 0, 0, 1]));
  const alternativeName = sequence(
    Buffer.from('0603551d11', 'hex'),
    tagged(0x04, sequence(address)),
  );
  const content = sequence(
    tagged(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(alternativeName)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', content, privateKey)]);
  const der = sequence(content, ecdsaWithSha256, tagged(0x03, signature));
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

/** One element of DER. */
function tagged(tag: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const { length } = bytes;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}
