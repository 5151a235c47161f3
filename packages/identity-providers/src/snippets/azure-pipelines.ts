import { quoted, yamlText } from './yaml.ts'

/** What Azure Pipelines reads in a script before a shell does: `$(name)` and `${{ }}`. */
export const pipelineTemplate = '$'

/** The name of a service connection as the input of a task; nothing in it is an expression or a variable. */
export function connectionInput(name: string | undefined): string {
  if (name === undefined) return 'SERVICE_CONNECTION'
  // Azure DevOps allows $ in names and has no way to write `$(` as text, so such a name is for its reader to fill in.
  if (name.includes('$(') || name.includes('$[')) return 'SERVICE_CONNECTION'
  return name.includes('${{') ? quoted(`\${{ '${name.replaceAll("'", "''")}' }}`) : yamlText(name)
}
