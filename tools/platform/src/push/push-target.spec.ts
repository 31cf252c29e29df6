import { pushTarget } from './push-target';

describe('where an image goes', () => {
  const image = {
    ...{ app: 'api', version: '1.2.3', commit: 'c'.repeat(40), digest: `sha256:${'a'.repeat(64)}` },
    platforms: ['linux/arm64'],
  };

  it('is the registry with the name of the app', () => {
    const to = '111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp';
    expect(pushTarget(image, to)).toMatchObject({ repository: `${to}/api`, plain: false });
  });

  it.each([undefined, '', 'https://registry.example.com', 'registry.example.com/../x y'])(
    'is refused as %p',
    (to) => expect(() => pushTarget(image, to)).toThrow(/IMAGE_REGISTRY/),
  );
});
