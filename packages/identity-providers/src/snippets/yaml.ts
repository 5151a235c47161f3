/** A text as YAML: in double quotes, which read as JSON reads them, unless nothing could take it for something else. */
export const yamlText = (text: string): string => (/^[A-Za-z][\w./-]*$/.test(text) && !reserved.test(text) ? text : quoted(text))

// What YAML 1.1 or 1.2 reads as no text.
const reserved = /^(true|false|yes|no|on|off|y|n|null|nan)$/i

/** JSON leaves alone what YAML does not let stand: the delete character, C1, separators and what else is not printable. */
export const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Lines of a script under `key: |`, so many blanks further in. */
export const indented = (blanks: number, lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : `${' '.repeat(blanks)}${line}`))
