import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { FakeAws } from '@repo/platform/src/deploy/testing/fake-aws';
import type { CallRecord } from '../runner/call-record';

/** The apps by the names of their services. */
const SERVICES = { 'mcp-server': 'api', 'mcp-worker': 'worker' } as const;
type Service = keyof typeof SERVICES;

/** What each role may ask of which service of AWS, but for looking. */
const RIGHTS: Readonly<Record<string, RegExp>> = {
  'mcp-github-push': /^GetAuthorizationToken$/,
  'mcp-github-deploy': /^(?!GetAuthorizationToken)/,
  /** A person. */
  administrator: /./,
};

/** The calls that a table shows. */
const SHOWN: Readonly<Record<string, string>> = {
  RunTask: 'migrate by',
  UpdateService: 'roll out',
};

/**
 * The APIs of Amazon for two accounts, each with its two services on ECS, told apart by the
 * credentials that a request is signed with.
 */
export class FakeAmazon {
  /** By `<account>/<service>`. */
  private readonly services = new Map<string, FakeAws>();
  /** Requests of a role that has no right to them. */
  readonly refused: string[] = [];
  private server!: Server;

  private constructor(
    private readonly accounts: Readonly<Record<string, string>>,
    private readonly registry: string,
    private readonly record: CallRecord,
  ) {}

  /** @param accounts their numbers, by the names of the environments */
  static async start(
    accounts: Readonly<Record<string, string>>,
    registry: string,
    record: CallRecord,
  ): Promise<FakeAmazon> {
    const amazon = new FakeAmazon(accounts, registry, record);
    for (const account of Object.values(accounts)) {
      for (const [service, app] of Object.entries(SERVICES)) {
        const aws = await FakeAws.start();
        aws.service.runs({ family: service, containerDefinitions: [{ name: app, image: 'none' }] });
        amazon.services.set(`${account}/${service}`, aws);
      }
    }
    amazon.server = createServer((message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const headers = message.headers as Record<string, string>;
        amazon
          .answer(headers, Buffer.concat(chunks).toString('utf8'))
          .then(({ status, text }) => response.writeHead(status).end(text))
          .catch((error: Error) => response.writeHead(500).end(error.message));
      });
    });
    amazon.server.listen(0, '127.0.0.1');
    await once(amazon.server, 'listening');
    return amazon;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await Promise.all([...this.services.values()].map((aws) => aws.stop()));
  }

  service = (environment: string, service: Service) =>
    this.services.get(`${this.accounts[environment]}/${service}`)!;

  /** The digest that a service runs. */
  digestOf(environment: string, service: Service): string {
    const aws = this.service(environment, service);
    const image = aws.service.image;
    return image.split('@')[1] ?? image;
  }

  private async answer(headers: Record<string, string>, text: string) {
    const call = headers['x-amz-target']!.split('.').at(-1)!;
    const [, account = '', role = ''] =
      /Credential=(\d+)\.([\w-]+)\//.exec(headers['authorization'] ?? '') ?? [];
    if (!RIGHTS[role]?.test(call)) {
      this.refused.push(`${role || 'nobody'} ${call}`);
      return faultOf('AccessDeniedException', `${role} may not ${call}`);
    }
    if (call === 'GetAuthorizationToken') {
      const authorizationToken = Buffer.from('AWS:none').toString('base64');
      const authorizationData = [{ authorizationToken }];
      return { status: 200, text: JSON.stringify({ authorizationData }) };
    }
    if (call === 'DescribeImages') return this.describeImage(text);
    const service: Service = text.includes('mcp-worker') ? 'mcp-worker' : 'mcp-server';
    const aws = this.services.get(`${account}/${service}`)!;
    const environment = Object.keys(this.accounts).find((key) => this.accounts[key] === account)!;
    if (call in SHOWN) this.record.add(environment, `${SHOWN[call]} ${SERVICES[service]}`);
    const answer = await ask(aws, headers, text);
    // A roll-out goes on at each look, and one more saves the seconds between two of them.
    if (call === 'UpdateService') await ask(aws, target(headers, 'DescribeServices'), '{}');
    // All services of the stand-in have one name.
    return { ...answer, text: answer.text.replaceAll('/mcp-server', `/${service}`) };
  }

  /** Whether the registry has it. */
  private async describeImage(text: string) {
    const { repositoryName, imageIds } = JSON.parse(text) as {
      readonly repositoryName: string;
      readonly imageIds: readonly [{ readonly imageDigest: string }];
    };
    const { imageDigest } = imageIds[0];
    const url = `http://${this.registry}/v2/${repositoryName}/manifests/${imageDigest}`;
    const accept = 'application/vnd.oci.image.manifest.v1+json';
    const { ok } = await fetch(url, { headers: { accept } });
    return ok
      ? { status: 200, text: JSON.stringify({ imageDetails: imageIds }) }
      : faultOf('ImageNotFoundException', `${repositoryName} has no ${imageDigest}`);
  }
}

const faultOf = (name: string, message: string) => ({
  ...{ status: 400, text: JSON.stringify({ __type: name, message }) },
});

const target = (headers: Record<string, string>, call: string) => ({
  ...headers,
  'x-amz-target': `${headers['x-amz-target']!.split('.')[0]}.${call}`,
});

async function ask(aws: FakeAws, headers: Record<string, string>, text: string) {
  const { authorization = '' } = headers;
  const init = { 'x-amz-target': headers['x-amz-target']!, authorization };
  const response = await fetch(aws.url, { method: 'POST', headers: init, body: text });
  return { status: response.status, text: await response.text() };
}
