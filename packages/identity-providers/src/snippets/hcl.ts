/** A text as HCL: nothing in it begins a template, whatever stands before. */
export const hclText = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[$%](?=\{)|[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A label or the name of a block's object: a word of small letters, digits and underscores. */
export function hclName(text: string, otherwise: string): string {
  const word = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60)
  return /^[a-z]/.test(word) ? word : otherwise
}
