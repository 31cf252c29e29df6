/** A link of a panel to what Grafana finds in another source over the same time. */
export function exploreLink(title: string, datasource: 'tempo' | 'loki', query: string): object {
  const queries =
    datasource === 'tempo'
      ? [{ refId: 'A', queryType: 'traceql', query }]
      : [{ refId: 'A', expr: query }];
  const panes = {
    a: { datasource, queries, range: { from: '${__from}', to: '${__to}' } },
  };
  // What stands in `${…}` is filled in by Grafana, which does not look behind percent signs.
  const encoded = encodeURIComponent(JSON.stringify(panes)).replace(
    /%24%7B(\w+)%7D/g,
    (_, name: string) => `\${${name}}`,
  );
  return { title, url: `/explore?schemaVersion=1&panes=${encoded}`, targetBlank: true };
}
