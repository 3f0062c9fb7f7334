// Every relative link and every file named in README.md and docs/ leads somewhere, and the lock file names no registry.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './ensure.mjs';

const base = process.argv[2] ?? root;
const topFolders = readdirSync(base).filter((name) => statSync(join(base, name)).isDirectory());
const pages = ['README.md', ...pagesUnder('docs')].filter((page) => existsSync(join(base, page)));
const problems = pages.flatMap(checkPage);
if (pages.length === 0) problems.push('No README.md and no docs/ were found.');

const lockFile = join(base, 'package-lock.json');
if (existsSync(lockFile)) {
  readFileSync(lockFile, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (line.includes('"resolved": "http')) problems.push(`package-lock.json:${index + 1}: names a registry`);
    });
}

for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages read`);
process.exitCode = problems.length === 0 ? 0 : 1;

function checkPage(page) {
  const found = [];
  let fenced = false;
  readFileSync(join(base, page), 'utf8')
    .split('\n')
    .forEach((line, index) => {
      if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
      if (fenced) return;
      for (const target of linksIn(line)) {
        if (!leads(page, target)) found.push(`${page}:${index + 1}: ${target} does not exist`);
      }
      for (const path of pathsIn(line)) {
        if (!existsSync(join(base, path))) found.push(`${page}:${index + 1}: ${path} does not exist`);
      }
    });
  return found;
}

/** Targets of links and pictures, without those that lead out of the project. */
function linksIn(line) {
  const text = line.replace(/`[^`]*`/g, '');
  const inline = [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)];
  const named = [...text.matchAll(/^\s*\[[^\]]+\]:\s*(\S+)/g)];
  const html = [...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)];
  return [...inline, ...named, ...html]
    .map(([, target]) => target)
    .filter((target) => !/^([a-z]+:|\/\/)/i.test(target));
}

function leads(page, target) {
  const [path, anchor] = decodeURIComponent(target).split('#');
  const file =
    path === '' ? join(base, page) : path.startsWith('/') ? join(base, path) : join(base, dirname(page), path);
  if (!existsSync(file)) return false;
  if (!anchor || !file.endsWith('.md')) return true;
  return headingsOf(file).includes(anchor.toLowerCase());
}

function headingsOf(file) {
  return [...readFileSync(file, 'utf8').matchAll(/^#{1,6}\s+(.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Files of the project named in code style, such as `server/src/app.ts`. Names with placeholders are patterns. */
function pathsIn(line) {
  return [...line.matchAll(/`([^`\s]+)`/g)]
    .map(([, text]) => text.replace(/:\d+$/, '').replace(/^\.\//, ''))
    .filter(
      (text) =>
        topFolders.includes(text.split('/')[0]) &&
        text.includes('/') &&
        !/[<>*{}|…$]|NNNN|node_modules|dist/.test(text),
    );
}

function pagesUnder(folder) {
  const path = join(base, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .map((name) => relative(base, join(path, String(name))))
    .filter((name) => name.endsWith('.md'));
}
