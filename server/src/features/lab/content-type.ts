import { fileTypeFromBuffer } from 'file-type';

/** As much as tells a text from other content. */
const HEAD_BYTES = 4096;
const TEXTS: [RegExp, string][] = [
  [/^#!.*\b(bash|sh|dash|zsh)\b/u, 'text/x-shellscript'],
  [/^#!.*\bpython/u, 'text/x-python'],
  [/^#!.*\bperl/u, 'text/x-perl'],
  [/^\s*(<!doctype html|<html|<head|<script|<body)/iu, 'text/html'],
  [/^\s*<\?php/iu, 'text/x-php'],
  [/^\s*<\?xml/iu, 'text/xml'],
  [/^(received|return-path|delivered-to|mime-version|message-id|from|x-[a-z-]+): .*\r?\n[a-z-]+:/iu, 'message/rfc822'],
  [/^\s*@?echo off\b/iu, 'text/x-bat'],
  [/\b(new-object|invoke-expression|set-executionpolicy|param\s*\(|\$env:)/iu, 'text/x-powershell'],
  [/\b(wscript\.|createobject\s*\()/iu, 'text/x-vbscript'],
  [/^\{\\rtf/u, 'application/rtf'],
];

/** A text as most of the world writes one: no zero bytes, hardly any control characters. */
function textOf(head: Buffer): string | null {
  let odd = 0;
  for (const byte of head) {
    if (byte === 0) return null;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27) odd += 1;
  }
  return odd * 50 > head.length ? null : head.toString('utf8');
}

/** The media type by the content alone; names say nothing about it. */
export async function contentType(bytes: Buffer): Promise<string> {
  const known = await fileTypeFromBuffer(bytes);
  if (known !== undefined) return known.mime;
  const text = textOf(bytes.subarray(0, HEAD_BYTES));
  if (text === null) return 'application/octet-stream';
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? 'text/plain';
}
