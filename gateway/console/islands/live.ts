/** Shows a page again when the state that it tells of has changed. Without a script one loads it again by hand; it says the same. */
/** So long no further state came: the last is the present one. */
const settle = 300;
let latest = '';

for (const told of document.querySelectorAll<HTMLElement>('[data-live]')) watch(told);

function watch({ dataset }: HTMLElement): void {
  const source = new EventSource(dataset['live'] ?? '');
  source.addEventListener('state', ({ data }: MessageEvent<string>) => {
    const { state } = JSON.parse(data) as { readonly state: string };
    latest = state;
    // What happened before the page was made is told first.
    setTimeout(() => {
      if (latest === dataset['state']) return;
      source.close();
      location.reload();
    }, settle);
  });
}
