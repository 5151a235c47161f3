/** A text as HCL: nothing in it begins a template, whatever stands before. */
export const hclText = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[$%](?=\{)|[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
