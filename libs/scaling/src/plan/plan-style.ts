/** The style of the drawing. Text on its bar has a contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3). */
export const planStyle = `
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.page { fill: #ffffff; }
.name { font-size: 15px; font-weight: 600; }
.quiet { font-weight: 400; font-size: 12px; fill: #57606a; }
.hour { text-anchor: middle; font-size: 11px; fill: #57606a; }
.grid { stroke: #d0d7de; stroke-width: 1; }
.day { text-transform: capitalize; }
.day .quiet { text-transform: none; }
.size { text-anchor: middle; }
.on rect { fill: #9be9a8; }
.grace rect { fill: #f9e2af; }
.override rect { fill: #b6d4fe; stroke: #0550ae; stroke-width: 1.5; }
.off rect { fill: #eaeef2; }
.excluded rect { fill: none; stroke: #57606a; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .page { fill: #0d1117; }
  .quiet, .hour { fill: #9198a1; }
  .grid { stroke: #30363d; }
  .on rect { fill: #1a7f37; }
  .grace rect { fill: #6b4f00; }
  .override rect { fill: #0a3d75; stroke: #79c0ff; }
  .off rect { fill: #262c36; }
  .excluded rect { stroke: #9198a1; }
}`;
