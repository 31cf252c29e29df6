import { parseTemplate } from '@repo/platform/src/platforms/lambda/template-differences';
import type { Template } from '../aws-infrastructure/template-faults';

export interface SamTemplate extends Template {
  readonly Parameters: Readonly<Record<string, { Default?: unknown; AllowedValues?: unknown[] }>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

export interface SamResource {
  Type: string;
  Condition?: string;
  Properties: Record<string, unknown>;
}

export const parseSam = (text: string) => parseTemplate(text) as SamTemplate;

/** A resource that can be damaged. */
export const resourceOf = (template: SamTemplate, id: string) =>
  template.Resources[id] as unknown as SamResource;
