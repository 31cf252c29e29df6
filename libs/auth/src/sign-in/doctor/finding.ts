/** What an examination found of one matter. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'fault';
  /** What was looked at. */
  readonly what: string;
  /** What is there. */
  readonly found: string;
  /** What to do at the provider, or in the settings; not of what is well. */
  readonly mend?: string | undefined;
}

export const ok = (what: string, found: string): Finding => ({ status: 'ok', what, found });

export const warning = (what: string, found: string, mend: string): Finding => ({
  ...{ status: 'warning', what, found, mend },
});

export const fault = (what: string, found: string, mend: string): Finding => ({
  ...{ status: 'fault', what, found, mend },
});

/** All of one provider. */
export interface Examination {
  readonly title: string;
  readonly findings: readonly Finding[];
}

const SIGNS = { ok: 'ok   ', warning: 'look ', fault: 'FAULT' } as const;

/** As it is shown on a terminal. */
export function examinationText({ title, findings }: Examination): string {
  const lines = findings.flatMap(({ status, what, found, mend }) => [
    `  ${SIGNS[status]} ${what}: ${found}`,
    ...(mend === undefined ? [] : [`        ${mend}`]),
  ]);
  return [title, ...lines].join('\n');
}
