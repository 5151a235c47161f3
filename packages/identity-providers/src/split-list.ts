/** What a person types into a list: entries divided by commas, white space or line breaks; empty ones and repetitions fall away. */
export function splitList(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((entry) => entry !== ''))]
}
