/** The Inspector's command line: a process for each request. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { answerOf } from './operations.mjs';
import { HOME, programOf } from './program-of.mjs';

const run = promisify(execFile);

export async function connect({ url, command, token }) {
  mkdirSync(HOME, { recursive: true });
  const target = command === undefined ? overHttp(url, token) : overStdio(command);
  const request = (method, ...args) => ask(target, ['--method', method, ...args]);
  const callTool = async (name, args) => {
    const json = ['--tool-args-json', JSON.stringify(args)];
    return answerOf(await request('tools/call', '--tool-name', name, ...json));
  };
  return {
    callTool,
    callStructured: async (name, args) => (await callTool(name, args)).structured,
    listTools: async () => (await request('tools/list')).tools.map(({ name }) => name),
    listResources: async () => (await request('resources/list')).resources.map(({ uri }) => uri),
    readResource: async (uri) => (await request('resources/read', '--uri', uri)).contents[0].text,
    listPrompts: async () => (await request('prompts/list')).prompts.map(({ name }) => name),
    getPrompt: async (name, args) => {
      const pairs = Object.entries(args).map(([key, value]) => `${key}=${value}`);
      const prompt = ['--prompt-name', name, '--prompt-args', ...pairs];
      return (await request('prompts/get', ...prompt)).messages[0].content.text;
    },
    close: async () => undefined,
  };
}

function overHttp(url, token) {
  const headers = token ? ['--header', `Authorization: Bearer ${token}`] : [];
  return ['--server-url', url, '--transport', 'http', ...headers];
}

function overStdio({ command, args, env }) {
  const settings = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  return [command, ...args, ...settings];
}

async function ask(target, question) {
  const { command, args, env } = programOf(
    '@modelcontextprotocol/inspector/clients/launcher/build/index.js',
    ['--cli', '--format', 'json', '--quiet', '--protocol-era', 'auto', ...target, ...question],
  );
  // A tool's error is an exit code too, after its result.
  const { stdout, stderr } = await run(command, args, { env }).catch((error) => error);
  const line = stdout.split('\n').find((text) => text.startsWith('{"result":'));
  if (line === undefined) throw new Error(stderr || stdout);
  return JSON.parse(line).result;
}
