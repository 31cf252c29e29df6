import { asDeployError } from '../deploy/deploy.error';
import { readImage } from '../image/image-file';
import { runCommand } from '../image/run-command';
import { push } from './push';
import { writePush } from './push-file';
import { pushTarget } from './push-target';

const notes = {
  pushed: '',
  existed: ', which was there already',
  adopted: ': an earlier build of this commit has the tag, and is taken in place of this one',
};

/** Whether all that git knows is committed. Without git the commit was given by hand. */
async function isClean(): Promise<boolean> {
  if (process.env['IMAGE_COMMIT']) return true;
  const changes = await runCommand(['git', 'status', '--porcelain', '--untracked-files=no']);
  return changes.length === 0;
}

/** Pushes the image of an app to `IMAGE_REGISTRY`, and writes `dist/push.json`. */
async function pushImage(appRoot: string): Promise<void> {
  const image = readImage(appRoot);
  const target = pushTarget(image, process.env['IMAGE_REGISTRY']);
  const { outcome, ...pushed } = await push(appRoot, image, target, { isClean });
  writePush(appRoot, pushed);
  console.log(`${pushed.image} as ${pushed.tag}${notes[outcome]}`);
}

const [appRoot] = process.argv.slice(2);
if (!appRoot) throw new Error('Say which app: push.cli.ts <folder of the app>');
pushImage(appRoot).catch((error: unknown) => {
  const { message, exitCode } = asDeployError(error);
  console.error(message);
  process.exitCode = exitCode;
});
