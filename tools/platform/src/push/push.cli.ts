import { asDeployError } from '../deploy/deploy.error';
import { readImage } from '../image/image-file';
import { push } from './push';
import { writePush } from './push-file';
import { pushTarget } from './push-target';

/** Pushes the image of an app to `IMAGE_REGISTRY`, and writes `dist/push.json`. */
async function pushImage(appRoot: string): Promise<void> {
  const image = readImage(appRoot);
  const target = pushTarget(image, process.env['IMAGE_REGISTRY']);
  const { existed, ...pushed } = await push(appRoot, image, target);
  writePush(appRoot, pushed);
  console.log(`${pushed.image} as ${pushed.tag}${existed ? ', which was there already' : ''}`);
}

const [appRoot] = process.argv.slice(2);
if (!appRoot) throw new Error('Say which app: push.cli.ts <folder of the app>');
pushImage(appRoot).catch((error: unknown) => {
  const { message, exitCode } = asDeployError(error);
  console.error(message);
  process.exitCode = exitCode;
});
