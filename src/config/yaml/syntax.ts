import type { ErrorCode } from 'yaml';

/**
 * Says in our words what YAML refuses. The parser's own messages quote the text they stumble over, which may be a
 * secret, so they are not shown.
 */
export const syntaxMessage = (code: ErrorCode, line: string): string => {
  // `{ token: ${TOKEN} }`: the braces of the placeholder end the group.
  if (/[[{,:]\s*\$\{/.test(line) && code !== 'MULTIPLE_DOCS')
    return 'this is not YAML: put "${…}" in quotes where it stands inside of { } or [ ].';
  return (
    messages[code] ?? 'this is not YAML: look at the indentation, the quotes and the brackets here and above.'
  );
};

const messages: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS:
    'the file holds several documents. Keep one: remove the line "---" or "..." and what follows.',
  TAB_AS_INDENT: 'a tab indents this line. YAML takes spaces only.',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins an escape that YAML does not know. Use single quotes.',
  BAD_SCALAR_START: 'a value cannot begin with this character. Put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'this line does not fit: either a value that holds ": " is not in quotes, or the next line is indented too far.',
  MISSING_CHAR: 'a closing quote or a comma is missing here or above.',
  BAD_INDENT: 'this line is not indented as what it belongs to, or a bracket above is not closed.',
  TAG_RESOLVE_FAILED: 'a tag ("!…") means nothing here. Put the value in quotes if the "!" is part of it.',
  BAD_DIRECTIVE: 'a line that begins with "%" means nothing here.',
};
