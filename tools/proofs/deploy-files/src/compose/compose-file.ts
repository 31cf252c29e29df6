import { parse } from 'yaml';

export interface ComposeFile {
  readonly services: Record<string, Service>;
  readonly volumes: Record<string, unknown>;
}

/** What the proofs read of a service; the rest is dclint's. */
export interface Service {
  image: string;
  profiles?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  privileged?: boolean;
  restart?: string;
  ports?: string[];
  volumes?: string[];
  healthcheck?: { disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { resources?: { limits?: { memory?: string } } };
  environment?: Record<string, string>;
}

/** With anchors and merges resolved. */
export const parseCompose = (text: string) => parse(text, { merge: true }) as ComposeFile;
