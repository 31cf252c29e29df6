import {
  BadRequestException,
  ForbiddenException,
  Injectable,
  InternalServerErrorException,
  NotFoundException,
} from '@nestjs/common';
import { Tool, ToolError } from '@repo/mcp-core';

/** How a tool fails: what the model reads, and what it does not. */
@Injectable()
export class FailureTools {
  @Tool({ name: 'fail_for_model', description: 'Says what the model may mend.' })
  toolError(): string {
    throw new ToolError('No such invoice. List them first.');
  }

  @Tool({ name: 'fail_validation', description: 'Throws what class-validator finds.' })
  validation(): string {
    throw new BadRequestException(['name must be a string', 'age must be positive']);
  }

  @Tool({ name: 'fail_not_found', description: 'Throws an exception of Nest.' })
  notFound(): string {
    throw new NotFoundException('No such invoice.');
  }

  @Tool({ name: 'fail_forbidden', description: 'Refuses the call.' })
  forbidden(): string {
    throw new ForbiddenException('Not on Sundays.');
  }

  @Tool({ name: 'fail_server', description: 'Throws an exception that is not for clients.' })
  server(): string {
    throw new InternalServerErrorException('the secret of the server');
  }

  @Tool({ name: 'fail_fault', description: 'Has a fault, which stays in the log.' })
  fault(): string {
    throw new TypeError('the secret of the fault');
  }

  @Tool({ name: 'fail_late', description: 'Rejects, with no error.' })
  late(): Promise<string> {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- libraries do it
    return Promise.reject('the secret of a string');
  }
}
