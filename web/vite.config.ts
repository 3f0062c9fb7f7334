import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const api = process.env['API_URL'] ?? 'http://127.0.0.1:3000';

/** Writes each text file of the build compressed beside it; the server hands out the form a browser takes. */
const compressed = (): Plugin => ({
  name: 'compressed',
  apply: 'build',
  writeBundle({ dir = 'dist' }) {
    const assets = join(dir, 'assets');
    for (const name of readdirSync(assets).filter((file) => /\.(?:js|css|svg)$/u.test(file))) {
      const file = join(assets, name);
      const plain = readFileSync(file);
      writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      writeFileSync(`${file}.br`, brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
    }
  },
});

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The policy of the page allows no inline script, and a data: font would be refused.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs comes in a few files rather than one per component.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/u },
            { name: 'base', test: /node_modules[\\/](?:@tanstack|i18next|react-i18next)[\\/]/u },
            { name: 'icons', test: /node_modules[\\/]@tabler[\\/]/u, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    // Not all of `/api`: the readable description at `/api/docs` is a page.
    proxy: {
      '/api/v1': api,
      '/api/auth': api,
      // Opened, it is a page; posted to, a call.
      '/unsubscribe': { target: api, bypass: ({ method, url }) => (method === 'POST' ? undefined : url) },
    },
  },
});
