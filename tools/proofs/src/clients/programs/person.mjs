/** Where a client sends the person: a line that whoever plays them waits for. */
const shown = new Set();

/** How often. */
export const visits = () => shown.size;

export function show(url) {
  if (shown.has(url)) return;
  shown.add(url);
  console.log(`visit ${url}`);
}

/** Shows what a program prints for the person. @returns what takes its output, in parts */
export function showFrom(origin) {
  let text = '';
  return (part) => {
    text += part;
    for (const [url] of text.matchAll(/https?:\/\/\S+(?=\s)/g)) {
      if (url.startsWith(`${origin}/oauth/authorize`)) show(url);
    }
  };
}
