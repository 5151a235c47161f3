import { readFile } from 'node:fs/promises'
import { OutboundError, type Runtime } from '@bonafide/core'
import { portOf } from './target.ts'

/**
 * The operator's reviewers of cluster tokens. A file is read for each review: Kubernetes writes a new token into it long before the old one
 * ends. Its content is never logged and never told.
 */
export function createReviewerTokens(files: ReadonlyMap<string, string>): NonNullable<Runtime['reviewerToken']> {
  return async (apiServer) => {
    const file = files.get(`${apiServer.hostname}:${portOf(apiServer)}`)
    if (file === undefined) return undefined
    const token = (await readFile(file, 'utf8').catch(() => '')).trim()
    if (/^[\x21-\x7e]+$/.test(token)) return token
    throw new OutboundError('refused', 'The file with the token of the reviewer holds none')
  }
}
