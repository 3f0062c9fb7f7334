// Runs one file of the project with the pinned Node, after installing what is missing: node scripts/run.mjs FILE [ARG …]
import { ensureInstalled, pinnedNode, run } from './ensure.mjs';

await ensureInstalled();
process.exitCode = await run(pinnedNode(), process.argv.slice(2));
