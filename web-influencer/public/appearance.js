// Before the first paint, so that a person who chose dark never sees a flash of light. Kept apart from the page
// because its content security policy allows no inline script.
(() => {
  const chosen = localStorage.getItem('influencegen.theme');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
