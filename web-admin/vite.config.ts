import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.API_URL ?? 'http://localhost:4000';

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  server: {
    port: 5174,
    proxy: { '/graphql': { target: api, ws: true }, '/media': api, '/documents': api },
  },
  // Inlined assets are data: URLs, which the content security policy refuses.
  build: { assetsInlineLimit: 0, target: 'es2023' },
});
