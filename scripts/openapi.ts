// Writes docs/openapi.json from the contract; with --check only says whether the committed file is current.
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '@companyaccount/contract/openapi';

const file = new URL('../docs/openapi.json', import.meta.url);
const description: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const current = `${JSON.stringify(openApiDocument(description.version), null, 2)}\n`;
if (process.argv.includes('--check')) {
  const committed = readIfPresent();
  if (committed === current) {
    console.log('docs/openapi.json is current');
  } else {
    const line = firstDifference(committed, current);
    console.error(`docs/openapi.json:${line}: not what the contract says; run "npm run openapi" and commit the file`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, current);
}

function readIfPresent(): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function firstDifference(a: string, b: string): number {
  const left = a.split('\n');
  return b.split('\n').findIndex((line, index) => line !== left[index]) + 1;
}
