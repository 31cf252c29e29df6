import { ClientError } from '@repo/auth/clients';
import { ProtocolError } from '@repo/mcp-core';
import {
  BadRequestException,
  ConflictException,
  ForbiddenException,
  HttpException,
  Injectable,
  Logger,
  NotFoundException,
  ServiceUnavailableException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';

/** Turns what the administration of clients refuses into HTTP errors. */
@Injectable()
export class ClientErrors implements NestInterceptor {
  private readonly logger = new Logger('Clients');

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw this.told(error);
      }),
    );
  }

  private told(error: unknown): unknown {
    if (error instanceof ClientError) return exceptionOf(error);
    if (error instanceof ProtocolError) return new HttpException(error.message, error.status);
    if (error instanceof HttpException) return error;
    this.logger.error('Clients cannot be read or changed', (error as Error).stack);
    return new ServiceUnavailableException(
      'Clients cannot be read or changed now. Try again soon.',
    );
  }
}

function exceptionOf({ code, message, faults }: ClientError): HttpException {
  switch (code) {
    case 'invalid':
      return new BadRequestException({ message, errors: faults });
    case 'forbidden':
      return new ForbiddenException(message);
    case 'unknown':
      return new NotFoundException(message);
    case 'conflict':
      return new ConflictException(message);
  }
}
