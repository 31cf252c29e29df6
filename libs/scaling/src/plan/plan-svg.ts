import type { DesiredReason } from '../schedule/desired-state';
import { TimeZone } from '../schedule/time-zone';
import type { PlanDay, PlanSpan, TargetPlan } from './plan';
import { clockAt, sizeOf } from './plan-text';
import { planStyle } from './plan-style';
import { xmlText } from './xml-text';

const left = 116;
const hourWidth = 30;
const rowHeight = 26;
const rowGap = 6;
const barGap = 2;
const titleHeight = 48;
const legendHeight = 56;
const width = left + 24 * hourWidth + 20;

/** What the legend calls the states that a plan can have. */
const legend: Partial<Record<DesiredReason, string>> = {
  on: 'in its hours',
  grace: 'grace after its hours',
  override: 'override',
  off: 'outside of its hours',
  excluded: 'left alone',
};

/**
 * The plan as a drawing: a row for each day, 24 hours wide by the clock on the wall. Each bar tells
 * its size in its own words, so that nothing hangs on colours; it follows the light or dark scheme
 * of whoever looks at it.
 */
export function planSvg(plans: readonly TargetPlan[]): string {
  let top = 16;
  const parts: string[] = [];
  for (const target of plans) {
    parts.push(targetPart(target, top));
    top += titleHeight + target.days.length * (rowHeight + rowGap) + 16;
  }
  const height = top + legendHeight;
  const names = plans.map(({ target }) => target).join(', ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Scaling plan</title>
<desc id="description">When the scaling targets are up and down, day by day: ${xmlText(names)}</desc>
<style>${planStyle}</style>
<rect class="page" width="${width}" height="${height}"/>
${parts.join('\n')}
${legendPart(top)}
</svg>
`;
}

function targetPart({ target, timeZone, days }: TargetPlan, top: number): string {
  const zone = new TimeZone(timeZone);
  const title = `<text class="name" x="16" y="${top + 14}">${xmlText(target)} <tspan class="quiet">${xmlText(timeZone)}</tspan></text>`;
  const bottom = top + titleHeight + days.length * (rowHeight + rowGap);
  const rows = days.map((day, index) => {
    return dayPart(day, zone, top + titleHeight + index * (rowHeight + rowGap));
  });
  return `<g role="group" aria-label="${xmlText(target)}">\n${title}\n${hoursPart(top + 38, bottom)}\n${rows.join('\n')}\n</g>`;
}

function hoursPart(top: number, bottom: number): string {
  return [0, 3, 6, 9, 12, 15, 18, 21, 24]
    .map((hour) => {
      const x = left + hour * hourWidth;
      return `<line class="grid" x1="${x}" y1="${top + 4}" x2="${x}" y2="${bottom}"/><text class="hour" x="${x}" y="${top}">${String(hour).padStart(2, '0')}</text>`;
    })
    .join('\n');
}

function dayPart(day: PlanDay, zone: TimeZone, y: number): string {
  const { date, weekday, from, until, spans } = day;
  const hours = (until - from) / 3_600_000;
  // The clocks are set, which 24 hours on the wall do not show.
  const odd = hours === 24 ? '' : ` <tspan class="quiet">${hours} h</tspan>`;
  const label = `<text class="day" x="16" y="${y + 17}">${weekday.slice(0, 3)} ${date.slice(5)}${odd}</text>`;
  const bars = spans.map((span) => {
    const from = hourAt(span.from, zone);
    const to = span.until === until ? 24 : hourAt(span.until, zone);
    return bar(
      span,
      { from, to, y },
      `${clockAt(span.from, zone)} to ${clockAt(span.until, zone)}`,
    );
  });
  return [label, ...bars].join('\n');
}

function bar(
  span: PlanSpan,
  { from, to, y }: { from: number; to: number; y: number },
  times: string,
): string {
  const x = left + from * hourWidth + barGap / 2;
  // Where the clocks go back, a stretch may end before it began on the wall: it is seen all the same.
  const size = Math.max((to - from) * hourWidth - barGap, 2);
  const fitting = [sizeOf(span), shortSizeOf(span)].find((text) => text.length * 7 + 6 <= size);
  const label =
    fitting === undefined
      ? ''
      : `<text class="size" x="${round(x + size / 2)}" y="${y + 17}">${xmlText(fitting)}</text>`;
  const title = xmlText(`${times}: ${sizeOf(span)}; ${span.why}`);
  return `<g class="${span.state}"><title>${title}</title><rect x="${round(x)}" y="${y}" width="${round(size)}" height="${rowHeight}" rx="3"/>${label}</g>`;
}

/** For a narrow bar; all of it is in the bar's title. */
function shortSizeOf({ wanted }: PlanSpan): string {
  if (wanted === undefined) return '–';
  const { min, desired, max } = wanted;
  return desired === undefined && min !== max ? `${min}+` : String(desired ?? min);
}

function legendPart(top: number): string {
  let next = 16;
  const entries = Object.entries(legend).map(([state, text]) => {
    const x = next;
    next += text.length * 6.5 + 56;
    return `<g class="${state}"><rect x="${x}" y="${top + 8}" width="16" height="16" rx="3"/><text class="key" x="${x + 24}" y="${top + 21}">${text}</text></g>`;
  });
  return `<g aria-label="Legend">\n${entries.join('\n')}\n</g>`;
}

/** Hours since midnight that the wall clock shows. */
function hourAt(instant: number, zone: TimeZone): number {
  const shown = new Date(zone.wallTimeAt(instant));
  return shown.getUTCHours() + shown.getUTCMinutes() / 60;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
