// Loaded before every npm script: plain JavaScript, so that a Node too old for TypeScript can still say so.
const found = Number(process.versions.node.split('.')[0]);
if (found < 24) {
  process.stderr.write(
    `The bridge needs Node 24 or newer and this is Node ${process.versions.node}: run "npm ci" again without --ignore-scripts (it installs Node 24 beside the project), or install Node 24.\n`,
  );
  process.exit(1);
}
