import 'server-only'
import { files } from '../../../../documentation/files.generated.ts'
import { type Documentation, readDocumentation } from '../../../../documentation/pages.ts'

let read: Documentation | undefined

/** The pages of `docs/`, read once per process. */
export function documentation(): Documentation {
  read ??= readDocumentation(files)
  return read
}
