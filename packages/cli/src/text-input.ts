import { readFile } from 'node:fs/promises'
import { Failure } from './failure.ts'
import { isMissing, reasonOf } from './private-file.ts'
import type { Terminal } from './terminal.ts'

/** Reads a file, or stdin for `-`, as UTF-8 text: every character as it is. Bytes that are not UTF-8 are refused, because they would come back changed. */
export async function readText(source: string, terminal: Terminal): Promise<string> {
  const bytes = source === '-' ? await terminal.readStdin() : await readBytes(source)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Failure('invalid', `${source === '-' ? 'The input' : source} is not UTF-8 text.`, {
      why: 'Secrets are text; binary data would be changed on the way.',
      fix: 'Encode it first, for example with base64',
      code: 'not_text',
      cause,
    })
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw isMissing(cause)
      ? new Failure('notFound', `There is no file ${path}.`, { code: 'file_not_found', cause })
      : new Failure('unexpected', `The file ${path} cannot be read.`, { why: reasonOf(cause), code: 'file_unreadable', cause })
  }
}
