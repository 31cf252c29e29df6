import { Grants, People } from '@repo/auth/sign-in';
import { Delete, Get, Header, HttpCode, Logger, NotFoundException, Param } from '@nestjs/common';
import { z } from 'zod';
import { AdminController, AdminRoute } from '../admin-route.decorator';

const scope = 'admin:people';

const time = z.iso.datetime();
const person = z.object({
  id: z.string().describe('The `sub` of their tokens: the provider, and who they are there.'),
  name: z.string(),
  email: z.string().nullable().describe('Confirmed by the provider.'),
  scopes: z.array(z.string()).describe('What they may do, by the grants of AUTH_PROVIDERS.'),
  signedInAt: time,
});
const grant = z.object({
  id: z.string(),
  clientId: z.string(),
  scopes: z.array(z.string()),
  createdAt: time,
  expiresAt: time,
});

/** The people who have signed in, and the clients that may act for them. */
@AdminController('admin/people', 'people')
export class PeopleController {
  private readonly logger = new Logger('People');

  constructor(
    private readonly people: People,
    private readonly grants: Grants,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists the people who have signed in, the latest first: 1,000 at most.',
    answers: { 200: z.object({ items: z.array(person) }) },
  })
  async list() {
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
}
