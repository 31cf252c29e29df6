import { freeStdout } from './free-stdout';

describe('on stdio', () => {
  it('a line that a tool writes to the console goes to stderr', () => {
    const before = globalThis.console;
    const stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    freeStdout();
    console.log('debugging');
    console.info('debugging');
    globalThis.console = before;

    expect(stdout).not.toHaveBeenCalled();
    expect(stderr).toHaveBeenCalledTimes(2);
    stdout.mockRestore();
    stderr.mockRestore();
  });
});
