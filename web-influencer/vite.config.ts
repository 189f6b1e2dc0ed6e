import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const api = process.env.API_URL ?? 'http://localhost:4000';
const webAdmin = process.env.ADMIN_URL ?? 'http://localhost:5174';

/** Both faces are needed for the first line of text: the browser is told before it has read the styles. */
function preloadFonts(names: RegExp): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => names.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
            injectTo: 'head',
          })),
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadFonts(/(geist|bricolage-grotesque)-latin-wght-normal/)],
  server: {
    port: 5173,
    proxy: {
      '/graphql': { target: api, ws: true },
      '/media': api,
      '/documents': api,
      '/admin': { target: webAdmin, ws: true },
    },
  },
  // Inlined assets are data: URLs, which the content security policy refuses.
  build: { assetsInlineLimit: 0, target: 'es2023' },
});
