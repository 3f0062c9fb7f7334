// Compares the texts of all languages: the same keys, every plural form a language has, the same placeholders, nothing
// empty. A folder of languages holds either <language>/<part>.json or <language>.json.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './ensure.mjs';

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];
const base = process.argv[2] ?? root;
const problems = [];
let compared = 0;

const folders = new Map(textFolders().map((folder) => [folder, languagesOf(folder)]));
const known = new Set([...folders.values()].flatMap((languages) => [...languages.keys()]));
for (const [folder, languages] of folders) {
  for (const language of known) {
    if (!languages.has(language)) problems.push(`${relative(base, folder)}: there are no texts in ${language}`);
  }
  compareFolder(folder, languages);
}
if (compared === 0) problems.push('No texts were found to compare.');
for (const problem of problems) console.error(problem);
console.log(`${compared} files of texts compared`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** web/src/i18n, and every folder called `texts` of the server. */
function textFolders() {
  return [join(base, 'web', 'src', 'i18n'), ...foldersNamed('texts', join(base, 'server', 'src'))].filter(isFolder);
}

/** The texts of each language, by file. */
function languagesOf(folder) {
  const languages = new Map();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const [, language, single] = /^([a-z]{2,3}(?:-[A-Z]{2})?)(\.json)?$/.exec(name) ?? [];
    if (language === undefined || isFolder(path) === (single !== undefined)) continue;
    languages.set(language, single === undefined ? readParts(path) : new Map([['', readTexts(path)]]));
  }
  return languages;
}

function compareFolder(folder, languages) {
  const parts = new Set([...languages.values()].flatMap((texts) => [...texts.keys()]));
  for (const part of parts) {
    const place = (language) => relative(base, join(folder, part === '' ? `${language}.json` : `${language}/${part}`));
    const present = new Map();
    for (const [language, texts] of languages) {
      if (texts.has(part)) present.set(language, texts.get(part));
      else problems.push(`${place(language)}: the file is missing`);
    }
    compareLanguages(present, place);
    compared += present.size;
  }
}

function compareLanguages(languages, place) {
  const phrases = new Map([...languages].map(([language, texts]) => [language, phrasesOf(texts)]));
  const keys = new Set([...phrases.values()].flatMap((found) => [...found.keys()]));
  for (const key of keys) {
    const holders = [...phrases].filter(([, found]) => found.has(key));
    const plural = holders.some(([, found]) => found.get(key).forms.size > 0);
    const expected = holders.map(([, found]) => found.get(key).placeholders).reduce((a, b) => new Set([...a, ...b]));
    for (const [language, found] of phrases) {
      const phrase = found.get(key);
      if (phrase === undefined) {
        problems.push(`${place(language)}: ${key} is missing`);
        continue;
      }
      if (phrase.empty) problems.push(`${place(language)}: ${key} is empty`);
      if (plural) checkForms(language, key, phrase.forms, place);
      const lost = [...expected].filter((name) => !phrase.placeholders.has(name));
      if (lost.length > 0) problems.push(`${place(language)}: ${key} lacks {{${lost.join('}}, {{')}}}`);
    }
  }
}

function checkForms(language, key, forms, place) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const form of wanted.filter((name) => !forms.has(name))) {
    problems.push(`${place(language)}: ${key}_${form} is missing`);
  }
  for (const form of [...forms].filter((name) => name !== 'zero' && !wanted.includes(name))) {
    problems.push(`${place(language)}: ${key}_${form} is a plural form that the language does not have`);
  }
}

/** Puts the plural forms of one phrase together: placeholders count where any form has them. */
function phrasesOf(texts) {
  const phrases = new Map();
  const pluralKeys = new Set([...texts.keys()].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6)));
  for (const [key, text] of texts) {
    const cut = key.lastIndexOf('_');
    const form = key.slice(cut + 1);
    const isForm = FORMS.includes(form) && pluralKeys.has(key.slice(0, cut));
    const name = isForm ? key.slice(0, cut) : key;
    const phrase = phrases.get(name) ?? { forms: new Set(), placeholders: new Set(), empty: false };
    if (isForm) phrase.forms.add(form);
    if (text.trim() === '') phrase.empty = true;
    for (const [, placeholder] of text.matchAll(/\{\{\s*([\w.]+)/g)) phrase.placeholders.add(placeholder);
    phrases.set(name, phrase);
  }
  return phrases;
}

function readParts(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(files.map((name) => [name, readTexts(join(folder, name))]));
}

/** All texts of a file by their dotted keys. */
function readTexts(path) {
  const texts = new Map();
  const collect = (value, key) => {
    if (typeof value === 'string') texts.set(key, value);
    else for (const [name, inner] of Object.entries(value)) collect(inner, key === '' ? name : `${key}.${name}`);
  };
  collect(JSON.parse(readFileSync(path, 'utf8')), '');
  return texts;
}

function foldersNamed(name, folder) {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .map((entry) => join(folder, entry))
    .filter(isFolder)
    .flatMap((path) => (path.endsWith(`/${name}`) || path.endsWith(`\\${name}`) ? [path] : foldersNamed(name, path)));
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
