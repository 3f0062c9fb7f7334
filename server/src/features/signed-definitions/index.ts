export { publishRoot, RootRefused } from './publish-root.ts';
export { signedDefinitionTasks } from './repository-jobs.ts';
export { signedDefinitionHandlers } from './repository-routes.ts';
export { loadRepositoryState } from './repository-views.ts';
export { nameKey, type NamedKey, ROOT_KEYS } from './repository.ts';
export { PASSPHRASE_MIN } from './root-key.ts';
export { openDefinitionsKey, signRepository } from './sign-repository.ts';
export { type AskPassphrase, createRoot, readOnlineKey, readRootFolder, rotateRoot, signRoot } from './write-root.ts';
