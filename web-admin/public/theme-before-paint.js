// A file of its own, loaded before the first paint: inline scripts are refused by the content security policy.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('influencegen.theme') ?? 'auto';
  } catch {
    // Storage is blocked in this browser: the system's choice is as good as any.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
