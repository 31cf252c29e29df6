/** What Prometheus answers to the questions of a panel. */
const RANGE_S = 3_600;
const STEP_S = 15;

/** Fills in the variables of a dashboard. */
export function filledIn(text, variables) {
  return Object.entries({ ...variables, __range: `${RANGE_S}s` }).reduce(
    (filled, [name, value]) => filled.replaceAll(`$${name}`, value),
    text,
  );
}

export async function queryRange(expr, end) {
  const parameters = { query: expr, start: end - RANGE_S, end, step: STEP_S };
  return ask('query_range', parameters);
}

export async function queryNow(expr, end) {
  return ask('query', { query: expr, time: end });
}

/** The value of a label, as Grafana fills in a legend. */
export function legendOf(format, labels) {
  return format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? '');
}

async function ask(kind, parameters) {
  const answer = await fetch(`/api/v1/${kind}?${new URLSearchParams(parameters)}`);
  const { status, error, data } = await answer.json();
  if (status !== 'success') throw new Error(`${parameters.query}: ${error}`);
  return data.result;
}
