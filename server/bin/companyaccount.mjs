#!/usr/bin/env node
// `npx companyaccount COMMAND`: npx puts the pinned Node first on the path, and that one runs TypeScript.
import '../src/main.ts';
