import { applyDecorators, Controller, UseGuards } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { z } from 'zod';
import { AdminAccess, AdminScope } from './admin-access.guard';

/** What a route of the admin API needs, takes and answers. */
export interface AdminRouteOptions {
  /** What a caller must be allowed to do. */
  readonly scope: string;
  readonly summary: string;
  readonly description?: string;
  /** The schema that the query is parsed with. */
  readonly query?: z.ZodObject;
  /** The schema that the body is parsed with. */
  readonly body?: z.ZodType;
  /** The body of success by its status; none where it is empty. */
  readonly answers: Readonly<Record<number, z.ZodType | undefined>>;
  /** The same in other forms than JSON, by media type. */
  readonly otherForms?: Readonly<Record<string, z.ZodType>>;
  /** What else may go wrong, or what 401, 403 and 503 mean here, by status. */
  readonly problems?: Readonly<Record<number, string>>;
}

/** The text of a 400, for `AdminRouteOptions.problems`. */
export const INVALID =
  'The body or a parameter makes no sense: `errors` says which field, and why.';

/** The heading of a controller in the OpenAPI document. */
export const AdminTag = DiscoveryService.createDecorator<string>();

/** What the OpenAPI document says of a route. */
export const RouteDescription = DiscoveryService.createDecorator<AdminRouteOptions>();

/** A controller of the admin API: behind `AdminAccess`, and under a heading of the OpenAPI document. */
export const AdminController = (path: string, tag: string): ClassDecorator =>
  applyDecorators(Controller(path), UseGuards(AdminAccess), AdminTag(tag));

/**
 * Demands a scope, and describes the route in the OpenAPI document.
 *
 * @example
 * @Post()
 * @AdminRoute({ scope: 'invoices:write', summary: 'Makes an invoice.', body: newInvoice, answers: { 201: invoice } })
 */
export const AdminRoute = (options: AdminRouteOptions): MethodDecorator =>
  applyDecorators(AdminScope(options.scope), RouteDescription(options));
