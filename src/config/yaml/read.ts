import { isScalar, LineCounter, parseDocument } from 'yaml';
import type { Finding, Position } from '../mistakes/finding.ts';
import type { Environment } from './environment.ts';
import { syntaxMessage } from './syntax.ts';
import { walk } from './walk.ts';
import type { Written } from './written.ts';

export interface Read {
  /** `null` where nothing can be made of the text: then one finding says why. */
  readonly root: Written | null;
  readonly findings: readonly Finding[];
}

/** Reads YAML and fills in the environment. Every value keeps its place; aliases and merge keys are followed. */
export const readYaml = (text: string, environment: Environment): Read => {
  const lines = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  // One broken line makes the parser stumble over many good ones: only the first is told.
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const at = position(error.pos[0]);
    return refuse(at, syntaxMessage(error.code, text.split('\n')[at.line - 1] ?? ''));
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null))
    return refuse({ line: 1, column: 1 }, 'the file is empty. Begin with a copy of config/example.yaml.');
  return walk(document, environment, position);
};

const refuse = (at: Position, message: string): Read => ({
  root: null,
  findings: [{ at, path: [], message }],
});
