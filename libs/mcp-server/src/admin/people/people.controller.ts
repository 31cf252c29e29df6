import type { Actor } from '@repo/auth/clients';
import {
  Grants,
  LinkedServices,
  People,
  type KnownPerson,
  type LinkedService,
} from '@repo/auth/sign-in';
import {
  Delete,
  Get,
  Header,
  HttpCode,
  Logger,
  NotFoundException,
  Param,
  Post,
} from '@nestjs/common';
import { z } from 'zod';
import { CurrentActor } from '../clients/actor.decorator';
import { AdminController, AdminRoute } from '../admin-route.decorator';

const scope = 'admin:people';

const time = z.iso.datetime();
const person = z.object({
  id: z.string().describe('The `sub` of their tokens: the provider, and who they are there.'),
  name: z.string(),
  email: z.string().nullable().describe('Confirmed by the provider.'),
  scopes: z.array(z.string()).describe('What they may do, by the grants of AUTH_PROVIDERS.'),
  signedInAt: time,
  disabledAt: time.nullable().describe('Since when they may not sign in.'),
});
const grant = z.object({
  id: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  createdAt: time,
  expiresAt: time,
});

const credential = z.object({
  service: z.string().describe('Its `id`, or `@` and the provider whose token is kept.'),
  title: z.string(),
  linkedAt: time,
  usedAt: time.nullable(),
});

/** The people who have signed in, what tools may use as them, and the clients that may act for them. */
@AdminController('admin/people', 'people')
export class PeopleController {
  private readonly logger = new Logger('People');

  constructor(
    private readonly people: People,
    private readonly grants: Grants,
    private readonly linked: LinkedServices,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists the people who have signed in, the latest first: 1,000 at most.',
    answers: { 200: z.object({ items: z.array(person) }) },
  })
  async list(): Promise<{ items: KnownPerson[] }> {
    return { items: await this.people.latest() };
  }

  @Get(':id/grants')
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists the clients that may act for a person.',
    answers: { 200: z.object({ items: z.array(grant) }) },
  })
  async grantsOf(@Param('id') id: string) {
    return { items: await this.grants.of(id) };
  }

  @Delete(':id/grants/:grant')
  @HttpCode(204)
  @AdminRoute({
    scope,
    summary: 'Takes back what a person has granted a client. Its tokens stop within 5 s.',
    answers: { 204: undefined },
    problems: { 404: 'There is no such grant.' },
  })
  async end(@Param('id') id: string, @Param('grant') grantId: string): Promise<void> {
    if (!(await this.grants.end(id, grantId))) throw new NotFoundException();
    this.logger.log(`a grant of ${id} was ended`);
  }

  @Delete(':id/grants')
  @HttpCode(204)
  @AdminRoute({
    scope,
    summary: 'Ends all grants of a person, and signs them out of all browsers.',
    answers: { 204: undefined },
  })
  async signOut(@Param('id') id: string): Promise<void> {
    await this.grants.endAll(id);
    this.logger.log(`${id} was signed out`);
  }

  @Get(':id/credentials')
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists the services that tools may use as a person. No token is shown to anybody.',
    answers: { 200: z.object({ items: z.array(credential) }) },
  })
  async credentialsOf(@Param('id') id: string): Promise<{ items: readonly LinkedService[] }> {
    return { items: await this.linked.of(id) };
  }

  @Delete(':id/credentials/:service')
  @HttpCode(204)
  @AdminRoute({
    scope,
    summary: 'Ends what a person has linked, at once.',
    answers: { 204: undefined },
    problems: { 404: 'There is no such credential.' },
  })
  async unlink(
    @Param('id') id: string,
    @Param('service') service: string,
    @CurrentActor() { name }: Actor,
  ): Promise<void> {
    if (!(await this.linked.end(id, service, name))) throw new NotFoundException();
  }

  @Post(':id/disable')
  @HttpCode(204)
  @AdminRoute({
    scope,
    summary:
      'Keeps a person from signing in, and ends their grants, browsers and credentials. All tokens of theirs stop within 5 s.',
    answers: { 204: undefined },
    problems: { 404: 'Nobody of that id has signed in.' },
  })
  async disable(@Param('id') id: string, @CurrentActor() { name }: Actor): Promise<void> {
    if (!(await this.people.setDisabled(id, true))) throw new NotFoundException();
    await this.grants.endAll(id);
    await this.linked.endAll(id, name);
    this.logger.log(`${id} was disabled by ${name}`);
  }

  @Post(':id/enable')
  @HttpCode(204)
  @AdminRoute({
    scope,
    summary: 'Lets a person sign in again, within 5 s.',
    answers: { 204: undefined },
    problems: { 404: 'Nobody of that id has signed in.' },
  })
  async enable(@Param('id') id: string, @CurrentActor() { name }: Actor): Promise<void> {
    if (!(await this.people.setDisabled(id, false))) throw new NotFoundException();
    this.logger.log(`${id} was enabled by ${name}`);
  }
}
